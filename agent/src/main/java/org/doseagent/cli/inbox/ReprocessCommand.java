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
        description = "Reads received objects again, with the rules of today; doubles nothing.",
        footer = {"", "Example: dose-agent reprocess --since 2026-10-01"})
public final class ReprocessCommand extends Common implements Callable<Integer> {

    @Option(names = "--since", paramLabel = "DATE", description = "received since; default: all")
    @Nullable
    LocalDate since;

    @Option(
            names = "--all",
            description =
                    "everything in the inbox; a damaged doses.db is set aside and made anew (stop the daemon first)")
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
            err().println(count + " objects read again");
        }
        return 0;
    }

    /** A store that cannot be read is made anew from the inbox; the file stays, because alerts, audit and releases are in it alone. */
    private void setAsideDamagedStore() throws Exception {
        try (Agent agent = agent()) {
            agent.setAsideDamagedStore()
                    .ifPresent(file -> err().println("doses.db is damaged and was renamed to " + file.getFileName()
                            + ". Exams are made anew from the inbox. Acknowledgements, the audit and the ledger of releases"
                            + " cannot be: restore a backup (dose-agent db restore) where there is one"));
        }
    }
}
