package org.doseagent.cli.aggregate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.store.ledger.StoredRelease;
import picocli.CommandLine.Command;

@Command(
        name = "outbox",
        description = "Shows the state of the delivery of releases.",
        subcommands = {OutboxCommand.ListOutbox.class, OutboxCommand.Retry.class},
        footer = {"", "Example: dose-agent outbox list"})
public final class OutboxCommand extends Group {

    private static final Columns<StoredRelease> RELEASES = new Columns<>(
            OutboxCommand::json,
            List.of("period", "sequence", "state", "attempts", "closedAt", "submissionId", "bytes", "note"),
            List.of("PERIOD", "SEQ", "STATE", "ATTEMPTS", "CLOSED", "SUBMISSION", "NOTE"),
            release -> List.of(
                    release.period().toString(),
                    "" + release.sequence(),
                    release.state().label(),
                    "" + release.attempts(),
                    Table.time(release.closedAt()),
                    release.submissionId(),
                    release.note().orElse("")));

    @Command(
            name = "list",
            description = "Lists releases and their delivery, newest month first.",
            footer = {"", "Example: dose-agent outbox list --json"})
    static final class ListOutbox extends Listing implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                printReleases(this, agent.ledger().all());
            }
            return 0;
        }
    }

    @Command(
            name = "retry",
            description = "Delivers pending and refused releases now.",
            footer = {"", "Example: dose-agent outbox retry"})
    static final class Retry extends Common implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                err().println(agent.ledger().retry() + " releases are due");
                deliver(agent);
            }
            return 0;
        }
    }

    /** Delivers what is due, unless a daemon runs on this data directory; the daemon then delivers within seconds. */
    static void deliver(Agent agent) throws IOException {
        Optional<FileLock> lock = agent.directory().lock();
        if (lock.isPresent()) {
            try {
                agent.forwarder().deliverDue();
            } finally {
                lock.get().acquiredBy().close();
            }
        }
    }

    static void printReleases(Listing listing, List<StoredRelease> releases) {
        listing.print(RELEASES, releases.stream().limit(listing.limit())::forEach);
    }

    static ObjectNode json(StoredRelease release) {
        ObjectNode node = Json.object()
                .put("period", release.period().toString())
                .put("sequence", release.sequence())
                .put("state", release.state().label())
                .put("attempts", release.attempts())
                .put("closedAt", release.closedAt().toString())
                .put("submissionId", release.submissionId())
                .put("bytes", release.json().length);
        Json.text(node, "note", release.note());
        return node;
    }
}
