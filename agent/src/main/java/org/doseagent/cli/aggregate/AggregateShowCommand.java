package org.doseagent.cli.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.render.Csv;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.cli.Choice;
import org.doseagent.cli.Common;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.CellTable;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.store.ledger.StoredRelease;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Prints a release of a month from the ledger.",
        footer = {"", "Example: dose-agent aggregate show 2026-10 --json"})
final class AggregateShowCommand extends Common implements Callable<Integer> {

    @Parameters(paramLabel = "PERIOD", arity = "0..1", description = "Month, such as 2026-10.")
    @Nullable
    String month;

    @Option(names = "--period", paramLabel = "PERIOD", description = "The same month as an option.")
    @Nullable
    String period;

    @Option(
            names = "--sequence",
            paramLabel = "N",
            description = "Number of the release of this month. Default: the newest.")
    @Nullable
    Integer sequence;

    @Option(
            names = "--format",
            paramLabel = "table|json|csv|madx",
            description =
                    "Format of the output, as in aggregate preview. json has exactly the bytes that left, csv has a row for each cell, madx is a FHIR"
                            + " MeasureReport. Default: table.")
    @Nullable
    String format;

    @Option(names = "--json", description = "Prints exactly the bytes that left, as --format json.")
    boolean json;

    @Option(names = "--csv", description = "Prints the rows of the table as CSV.")
    boolean csv;

    @Override
    public Integer call() throws Exception {
        String wanted = month();
        Optional<Rendering> rendering = rendering();
        try (Agent agent = agentToRead()) {
            List<StoredRelease> releases = AggregateCommand.releasesOf(agent, wanted);
            Optional<StoredRelease> found = releases.stream()
                    .filter(release -> sequence == null || release.sequence() == sequence)
                    .findFirst();
            if (found.isEmpty()) {
                err().println("dose-agent: " + wanted
                        + (releases.isEmpty() ? " was not released" : " has no sequence " + sequence));
                return Main.NOT_FOUND;
            }
            if (rendering.isPresent()) {
                byte[] bytes = rendering.get().render(found.get().json());
                data().println(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
            } else {
                print(found.get());
            }
        }
        return 0;
    }

    private String month() {
        if (month != null && period != null) {
            throw new IllegalArgumentException("PERIOD and --period exclude each other; name the month once");
        }
        if (month == null && period == null) {
            throw new IllegalArgumentException("the month is missing; name it, such as 2026-10");
        }
        return Objects.requireNonNull(month != null ? month : period);
    }

    /** Returns the form that the options name; empty for the table and for its rows as CSV. */
    private Optional<Rendering> rendering() {
        if (json && csv) {
            throw new IllegalArgumentException("--json and --csv exclude each other; name one of them");
        }
        if (format == null) {
            return json ? Optional.of(Rendering.JSON) : Optional.empty();
        }
        Choice.require(new Choice.Given("--format", format), List.of("table", "json", "csv", "madx"));
        if (json || csv) {
            throw new IllegalArgumentException(
                    "--format and --" + (json ? "json" : "csv") + " exclude each other; name one of them");
        }
        return Rendering.named(format);
    }

    private void print(StoredRelease release) {
        Table table = CellTable.of(release.json());
        if (csv) {
            try (Csv rows = new Csv(data())) {
                table.rows().forEach(rows::row);
            }
        } else {
            table.print(out());
            err().println(CellTable.UNITS);
        }
        err().println(release.period() + " sequence " + release.sequence() + ", " + Count.of(table.size(), "cell")
                + ", " + release.state().label() + ", submission " + release.submissionId());
    }
}
