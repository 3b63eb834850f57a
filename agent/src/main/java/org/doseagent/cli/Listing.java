package org.doseagent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that prints rows: a table for people, JSON or CSV for programs. */
abstract class Listing extends Common {

    private static final int FOR_PEOPLE = 100;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "rows; default 100 on a terminal, all with --json or --csv")
    @Nullable
    Integer limit;

    @Option(names = "--json", description = "prints JSON")
    boolean json;

    @Option(names = "--csv", description = "prints CSV")
    boolean csv;

    int limit() {
        return limit != null ? limit : json || csv ? Integer.MAX_VALUE : FOR_PEOPLE;
    }

    void print(Table table) {
        if (csv) {
            table.printCsv(out());
        } else {
            table.print(out());
        }
    }
}
