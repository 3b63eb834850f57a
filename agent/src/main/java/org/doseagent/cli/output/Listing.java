package org.doseagent.cli.output;

import java.util.function.Consumer;
import org.doseagent.cli.Common;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that prints rows: a table for people, JSON or CSV for programs. */
public abstract class Listing extends Common {

    private static final int FOR_PEOPLE = 100;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "rows; default 100 on a terminal, all with --json or --csv")
    @Nullable
    public Integer limit;

    @Option(names = "--json", description = "prints JSON")
    public boolean json;

    @Option(names = "--csv", description = "prints CSV")
    public boolean csv;

    public int limit() {
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("--limit " + limit + ": must be 1 or more");
        }
        return limit != null ? limit : json || csv ? Integer.MAX_VALUE : FOR_PEOPLE;
    }

    /** Prints all that the source gives, one after the other: a list of any length needs no memory but on a terminal. */
    public <T> void print(Columns<T> columns, Consumer<Consumer<T>> source) {
        if (json) {
            Json.printArray(
                    out(),
                    print -> source.accept(each -> print.accept(columns.json().apply(each))));
        } else if (csv) {
            Csv rows = new Csv(columns.fields());
            rows.printHeader(out());
            source.accept(each -> rows.print(out(), columns.json().apply(each)));
        } else {
            Table table = new Table(columns.headers().toArray(String[]::new));
            source.accept(each -> table.add(columns.cells().apply(each)));
            table.print(out());
        }
    }

    public void print(Table table) {
        if (csv) {
            table.printCsv(out());
        } else {
            table.print(out());
        }
    }
}
