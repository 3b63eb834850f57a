package org.doseagent.cli.inbox;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.DateSpan;
import org.doseagent.cli.DateText;
import org.doseagent.cli.output.Count;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.InboxAccess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reprocess",
        description = "Processes received reports again with the current rules; no exam is counted twice.",
        footer = {"", "Example: dose-agent reprocess --since 2026-10-01"})
public final class ReprocessCommand extends Common implements Callable<Integer> {

    @Option(
            names = {"--since", "--from"},
            paramLabel = "DATE",
            description = "Only reports that were received on this day or later: " + DateSpan.EXAMPLES
                    + ". Default: all reports.")
    @Nullable
    DateText since;

    @Option(
            names = "--all",
            description =
                    "Processes everything in the inbox. A damaged doses.db is renamed and its exams are built again; stop the daemon first.")
    boolean all;

    @Override
    public Integer call() throws Exception {
        if (all && since != null) {
            throw new IllegalArgumentException("--since and --all exclude each other; name one of them");
        }
        if (all) {
            setAsideDamagedStore();
        }
        try (Agent agent = agentToWrite();
                InboxAccess access = agent.inboxAccess()) {
            Instant from = since == null
                    ? Instant.EPOCH
                    : since.on(agent.today()).first().atStartOfDay(agent.zone()).toInstant();
            long count = agent.inbox().unread() + agent.inbox().reprocess(from);
            access.process();
            err().println(Count.of(count, "report") + Count.verb(count, " was", " were") + " processed again");
        }
        return 0;
    }

    /** Renames a damaged store, so that its exams are built again from the inbox. The file is kept, because only it has alerts, audit and releases. */
    private void setAsideDamagedStore() throws Exception {
        try (Agent agent = agent()) {
            agent.stores()
                    .setAsideIfDamaged()
                    .ifPresent(file -> err().println("doses.db is damaged and was renamed to " + file.getFileName()
                            + ". The exams are built again from the inbox. Acknowledgements, decisions about phantoms (dose-agent qa), the"
                            + " audit and the ledger of releases are only in that file: restore a backup of the data directory where"
                            + " there is one"));
        }
    }
}
