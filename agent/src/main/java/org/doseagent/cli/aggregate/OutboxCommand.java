package org.doseagent.cli.aggregate;

import static org.doseagent.cli.output.Shown.shown;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.store.ledger.StoredRelease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "outbox",
        description = "Lists the releases with the state of their delivery, and delivers them again.",
        subcommands = {OutboxCommand.ListOutbox.class, OutboxCommand.Retry.class},
        footer = {"", "Example: dose-agent outbox list"})
public final class OutboxCommand extends Group {

    private static final Rows<StoredRelease> RELEASES = Rows.<StoredRelease>describe()
            .field("period", release -> release.period().toString(), shown("PERIOD"))
            .field("sequence", StoredRelease::sequence, shown("SEQ").right())
            .field("state", release -> release.state().label(), shown("STATE"))
            .field("attempts", StoredRelease::attempts, shown("ATTEMPTS").right())
            .field("closedAt", StoredRelease::closedAt, shown("CLOSED").as(Look::second))
            .field("submissionId", StoredRelease::submissionId, shown("SUBMISSION"))
            .field("bytes", release -> release.json().length)
            .field("note", StoredRelease::note, shown("NOTE").free().orElse(""))
            .build();

    @Command(
            name = "list",
            description = "Lists releases and their delivery, newest month first.",
            footer = {"", "Example: dose-agent outbox list --json"})
    static final class ListOutbox extends Listing implements Callable<Integer> {

        @Override
        protected Rows<StoredRelease> rows() {
            return RELEASES;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
                print(rows(), agent.ledger().all().stream().limit(limit())::forEach);
            }
            return 0;
        }
    }

    @Command(
            name = "retry",
            description = "Delivers pending and refused releases now.",
            footer = {"", "Example: dose-agent outbox retry"})
    static final class Retry extends Common implements Callable<Integer> {

        @Option(
                names = "--json",
                description = "Prints the releases that were due, with their state afterwards, as JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
                Set<String> undelivered = agent.ledger().all().stream()
                        .filter(release -> release.state() != StoredRelease.State.SENT)
                        .map(StoredRelease::submissionId)
                        .collect(Collectors.toSet());
                int due = agent.ledger().retry();
                err().println(Count.of(due, "release") + Count.verb(due, " is", " are") + " due");
                deliver(agent);
                if (json) {
                    List<StoredRelease> after = agent.ledger().all().stream()
                            .filter(release -> undelivered.contains(release.submissionId()))
                            .toList();
                    data().println(Json.text(Json.array(after, RELEASES::json)));
                }
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
}
