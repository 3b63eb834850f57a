package org.doseagent.cli.data;

import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Doer;
import org.doseagent.cli.output.Json;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "purge",
        description = {
            "Deletes data that are older than the retention times of the configuration.",
            "The daemon does the same every hour.",
            "store.rawRetention: the bytes of processed objects. store.quarantineRetention: the bytes of objects that could not be read."
                    + " store.examRetention: exams with their reports, events and alerts. The audit and the ledger of releases stay. While the"
                    + " daemon runs, it deletes the bytes itself, and this command the exams."
        },
        footer = {"", "Example: dose-agent purge --dry-run"})
public final class PurgeCommand extends Common implements Callable<Integer> {

    @Option(names = "--dry-run", description = "Counts what would be deleted, and deletes nothing.")
    boolean dryRun;

    @Option(
            names = "--by",
            paramLabel = "WHO",
            description = "Who asked for it, for the audit. Default: the user of the system.")
    String by = Doer.systemUser();

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        if (dryRun) {
            try (Agent agent = agentOfStore()) {
                print(agent.keeping().retention().preview());
            }
            return 0;
        }
        try (Agent agent = agentToChange()) {
            print(agent.keeping().withLock(isAlone -> {
                Retention retention = agent.keeping().retention();
                if (isAlone) {
                    return retention.deleteAll(by);
                }
                err().println("dose-agent: the daemon runs; it deletes the bytes of objects within the hour");
                return retention.deleteExams(by);
            }));
        }
        return 0;
    }

    private void print(Retention.Deleted deleted) {
        if (json) {
            data().println(Json.text(Json.object()
                    .put("dryRun", dryRun)
                    .put("rawRecords", deleted.rawRecords())
                    .put("quarantinedObjects", deleted.quarantinedObjects())
                    .put("exams", deleted.exams())
                    .put("schemaCopies", deleted.schemaCopies())));
            return;
        }
        out().println((dryRun ? "would delete the bytes of at most " : "deleted the bytes of ") + deleted.rawRecords()
                + " processed and of " + deleted.quarantinedObjects() + " quarantined objects, " + deleted.exams()
                + " exams, " + deleted.schemaCopies() + " copies of earlier schemas");
    }
}
