package org.doseagent.testdata;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** Prints the sheets of a workbook and their rows, for scripts/bench-export. */
public final class WorkbookRows {

    private WorkbookRows() {}

    /** Argument: the workbook. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        try (ReadableWorkbook workbook = new ReadableWorkbook(Path.of(args[0]).toFile());
                Stream<Sheet> sheets = workbook.getSheets()) {
            for (Sheet sheet : sheets.toList()) {
                try (Stream<Row> rows = sheet.openStream()) {
                    out.println(sheet.getName() + " " + rows.count() + " rows");
                }
            }
        }
    }
}
