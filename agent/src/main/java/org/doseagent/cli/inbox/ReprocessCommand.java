package org.doseagent.cli.inbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.InboxAccess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reprocess",
        description = "Processes received reports again with the current rules. No exam is counted twice.",
        footer = {"", "Example: dose-agent reprocess --since 2026-10-01"})
public final class ReprocessCommand extends Common implements Callable<Integer> {

    @Option(names = "--since", paramLabel = "DATE", description = "received since; default: all")
    @Nullable
    LocalDate since;

    @Option(
            names = "--all",
            description = "everything in the inbox; a damaged doses.db is renamed and rebuilt (stop the daemon first)")
    boolean all;

    @Override
    public Integer call() throws Exception {
        if (all && since != null) {
            throw new IllegalArgumentException("name a day with --since, or --all");
        }
        if (all) {
            setAsideDamagedStore();
        }
        try (Agent agent = agentToWrite();
                InboxAccess access = agent.inboxAccess()) {
            Instant from = since == null ? Instant.EPOCH : since.atStartOfDay().toInstant(ZoneOffset.UTC);
            long count = agent.inbox().unread() + agent.inbox().reprocess(from);
            access.process();
            err().println(count + " objects processed again");
        }
        return 0;
    }

    /** A store that cannot be read is rebuilt from the inbox; the file stays, because alerts, audit and releases are in it alone. */
    private void setAsideDamagedStore() throws Exception {
        try (Agent agent = agent()) {
            agent.setAsideDamagedStore()
                    .ifPresent(file -> err().println("doses.db is damaged and was renamed to " + file.getFileName()
                            + ". Exams are rebuilt from the inbox. Acknowledgements, decisions about phantoms (dose-agent qa), the"
                            + " audit and the ledger of releases are only in that file: restore a backup of the data directory where"
                            + " there is one"));
        }
    }
}
