package org.doseagent.cli.inbox;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.daemon.Agent;
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

    @Override
    public Integer call() throws Exception {
        try (Agent agent = agentToWrite()) {
            Instant from = since == null ? Instant.EPOCH : since.atStartOfDay().toInstant(ZoneOffset.UTC);
            int count = agent.inbox().reprocess(from);
            process(agent);
            err().println(count + " objects read again");
        }
        return 0;
    }

    /** Processes what waits here, unless a daemon runs on this data directory; then its worker does, and this waits for it. */
    static void process(Agent agent) throws IOException, InterruptedException {
        Optional<FileLock> lock = agent.directory().lock();
        if (lock.isEmpty()) {
            agent.awaitProcessed();
            return;
        }
        try {
            int done;
            do {
                done = agent.worker().processBatch();
            } while (done > 0);
            agent.reviewAll();
        } finally {
            lock.get().acquiredBy().close();
        }
    }
}
