package org.doseagent.cli.inbox;

import static org.doseagent.cli.output.Shown.shown;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.cli.Choice;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.NotFoundException;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.InboxAccess;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.store.inbox.InboxEntry.State;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inbox",
        description = "Lists received objects with their states, and processes them again.",
        subcommands = {InboxCommand.ListInbox.class, InboxCommand.Show.class, InboxCommand.Retry.class},
        footer = {"", "Example: dose-agent inbox list --state quarantined"})
public final class InboxCommand extends Group {

    private static final Rows<InboxEntry> ENTRIES = Rows.<InboxEntry>describe()
            .field("id", InboxEntry::id, shown("ID"))
            .field("sopInstanceUid", entry -> entry.sopInstanceUid().value())
            .field("sopClassUid", entry -> entry.sopClassUid().value(), shown("KIND").free().as(uid -> SopClass.nameOf(uid.asText())))
            .field("state", entry -> entry.state().label(), shown("STATE"))
            .field("reason", InboxEntry::reason, shown("REASON").free().orElse(""))
            .field("receivedAt", InboxEntry::receivedAt, shown("RECEIVED").as(Look::second))
            .field("callingAeTitle", entry -> entry.callingAeTitle().map(AeTitle::value), shown("FROM"))
            .field("bytes", InboxEntry::size, shown("BYTES").right())
            .tableOrder("ID", "RECEIVED", "FROM", "STATE", "KIND", "BYTES", "REASON")
            .build();

    @Command(
            name = "list",
            description = "Lists received objects, newest first.",
            footer = {"", "Example: dose-agent inbox list --state quarantined --json"})
    static final class ListInbox extends Listing implements Callable<Integer> {

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "Only objects in this state: received, processed, not-applicable or quarantined.")
        @Nullable
        String state;

        @Override
        protected Rows<InboxEntry> rows() {
            return ENTRIES;
        }

        @Override
        public Integer call() throws Exception {
            Optional<State> wanted = Optional.ofNullable(state)
                    .map(text -> Choice.of(
                            new Choice.Given("--state", text),
                            List.of(State.values()),
                            State::label));
            try (Agent agent = agentToRead()) {
                Inbox inbox = agent.inbox();
                List<InboxEntry> entries =
                        wanted.map(each -> inbox.list(each, limit())).orElseGet(() -> inbox.list(limit()));
                print(rows(), entries::forEach);
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Prints one received object as JSON.",
            footer = {"", "Example: dose-agent inbox show 17 --dump"})
    static final class Show extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Number of the object, from inbox list.")
        long id;

        @Option(names = "--dump", description = "Also prints its elements; those that could identify the patient are masked.")
        boolean dump;

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
                Optional<Inbox.Stored> found = agent.inbox().find(id);
                if (found.isEmpty()) {
                    err().println("dose-agent: the inbox has no object " + id);
                    return Main.NOT_FOUND;
                }
                data().println(Json.text(ENTRIES.json(found.get().entry())));
                return dump ? dump(found.get(), agent.settings().intake().objects()) : 0;
            }
        }

        private int dump(Inbox.Stored stored, DicomLimits limits) throws NotFoundException {
            try {
                TransferSyntax syntax = TransferSyntax.of(stored.entry().transferSyntaxUid().value())
                        .orElseThrow(() -> new DicomException(
                                DicomException.Reason.UNSUPPORTED,
                                "transfer syntax " + stored.entry().transferSyntaxUid().value()));
                if (stored.bytes().length == 0) {
                    throw new NotFoundException("its bytes are deleted: they are older than store.rawRetention");
                }
                int maxBytes = limits.maxObjectBytes();
                if (stored.bytes().length > maxBytes) {
                    throw new DicomException(DicomException.Reason.LIMIT, "larger than " + maxBytes + " bytes");
                }
                new Dump(out()).print(new DataSetReader(limits).read(stored.bytes(), syntax));
                return 0;
            } catch (DicomException e) {
                err().println("dose-agent: cannot be read: " + e.getMessage());
                return Main.BAD_NEWS;
            }
        }
    }

    @Command(
            name = "retry",
            description = {
                "Processes received objects again.",
                "--all processes every quarantined object again. An ID processes this object again, whatever its state is; an exam is never counted"
                        + " twice."
            },
            footer = {"", "Example: dose-agent inbox retry --all"})
    static final class Retry extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "ID", arity = "0..1", description = "Number of the object, from inbox list.")
        @Nullable
        Long id;

        @Option(names = "--all", description = "Processes all quarantined objects again.")
        boolean all;

        @Override
        public Integer call() throws Exception {
            if ((id == null) != all) {
                throw new IllegalArgumentException("name an object by its ID, or give --all");
            }
            try (Agent agent = agentToWrite();
                    InboxAccess access = agent.inboxAccess()) {
                if (id == null) {
                    int count = agent.inbox().retryQuarantined();
                    access.process();
                    err().println(Count.of(count, "quarantined object") + " processed again");
                } else {
                    one(agent, access, id);
                }
                return 0;
            }
        }

        private void one(Agent agent, InboxAccess access, long number) throws NotFoundException, InterruptedException {
            Optional<State> before = state(agent, number);
            if (!agent.inbox().retry(number)) {
                throw new NotFoundException("the inbox has no object " + number + " with its bytes");
            }
            access.process();
            err().println("object " + number + " was " + before.map(State::label).orElse("received")
                    + " and was processed again; it is now "
                    + state(agent, number).map(State::label).orElse("received")
                    + (before.equals(Optional.of(State.PROCESSED)) ? ". Its exam is counted once, as before" : ""));
        }

        private static Optional<State> state(Agent agent, long number) {
            return agent.inbox().find(number).map(found -> found.entry().state());
        }
    }
}
