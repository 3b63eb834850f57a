package org.doseagent.cli.output;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.doseagent.aggregate.render.Csv;
import org.doseagent.report.ExportSink;
import org.jspecify.annotations.Nullable;

/** Each table as a file of its own: CSV in UTF-8, see {@link Csv}. Close it to finish the last. */
public final class CsvSink implements ExportSink, AutoCloseable {

    private final Function<String, Path> fileOf;
    private final List<Path> written = new ArrayList<>();
    private @Nullable WholeFile file;
    private PrintWriter out = new PrintWriter(Writer.nullWriter());
    private Csv rows = new Csv(out);

    /** Takes a function from the name of a table to its file. */
    public CsvSink(Function<String, Path> fileOf) {
        this.fileOf = fileOf;
    }

    @Override
    public void table(String name, List<String> headers) {
        try {
            finish();
            Path path = fileOf.apply(name);
            WholeFile next = new WholeFile(path);
            file = next;
            written.add(path);
            out = new PrintWriter(new OutputStreamWriter(next.out(), StandardCharsets.UTF_8));
            rows = new Csv(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        row(headers);
    }

    @Override
    public void row(List<?> cells) {
        rows.row(cells.stream().map(CsvSink::text).toList());
    }

    private static String text(Object cell) {
        if (cell instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return cell instanceof LocalDateTime time ? Json.time(time) : cell.toString();
    }

    /** Completes the file of the last table. */
    public void finish() throws IOException {
        rows.close();
        if (out.checkError()) {
            throw new IOException("an exported file cannot be written; is the disk full?");
        }
        if (file != null) {
            file.commit();
            file = null;
        }
    }

    public List<Path> written() {
        return List.copyOf(written);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
