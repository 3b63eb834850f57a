package org.doseagent.cli.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.render.Csv;
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

    @Parameters(paramLabel = "PERIOD", description = "Month, such as 2026-10.")
    String period = "";

    @Option(
            names = "--sequence",
            paramLabel = "N",
            description = "Number of the release of this month. Default: the newest.")
    @Nullable
    Integer sequence;

    @Option(names = "--json", description = "Prints exactly the bytes that left.")
    boolean json;

    @Option(names = "--csv", description = "Prints the cells as CSV.")
    boolean csv;

    @Override
    public Integer call() throws Exception {
        if (json && csv) {
            throw new IllegalArgumentException("--json and --csv exclude each other; name one of them");
        }
        try (Agent agent = agentToRead()) {
            List<StoredRelease> releases = AggregateCommand.releasesOf(agent, period);
            Optional<StoredRelease> found = releases.stream()
                    .filter(release -> sequence == null || release.sequence() == sequence)
                    .findFirst();
            if (found.isEmpty()) {
                err().println("dose-agent: " + period
                        + (releases.isEmpty() ? " was not released" : " has no sequence " + sequence));
                return Main.NOT_FOUND;
            }
            print(found.get());
        }
        return 0;
    }

    private void print(StoredRelease release) {
        if (json) {
            data().println(new String(release.json(), StandardCharsets.UTF_8));
            return;
        }
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
