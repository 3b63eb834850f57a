package org.doseagent.store.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.store.TestStores;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.inbox.InboxBatch.Taken;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.InboxObject.Origin;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;

/** An inbox with the store that has its states. */
public final class TestInbox implements AutoCloseable {

    static final Instant TIME = Instant.parse("2026-11-24T08:00:00Z");
    static final Instant LATER = Instant.parse("2026-11-25T08:00:00Z");

    private final DoseStore doses;
    private final Inbox inbox;

    private TestInbox(DoseStore doses, Inbox inbox) {
        this.doses = doses;
        this.inbox = inbox;
    }

    static TestInbox open(Path folder) {
        return open(folder, new Inbox.Limits(10_000, 0, 1 << 20));
    }

    static TestInbox open(Path folder, Inbox.Limits limits) {
        DoseStore doses = new DoseStore(TestStores.session(folder, "site-1"), "site-1", Clock.systemUTC());
        return new TestInbox(doses, new Inbox(folder, limits, doses.received(), TestInbox::thread));
    }

    static TestInbox open(Path folder, Inbox.Opener opener) {
        DoseStore doses = new DoseStore(TestStores.session(folder, "site-1"), "site-1", Clock.systemUTC());
        return new TestInbox(doses, new Inbox(folder, new Inbox.Limits(10_000, 0, 1 << 20), doses.received(), opener));
    }

    static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "inbox-test");
        thread.setDaemon(true);
        return thread;
    }

    Inbox inbox() {
        return inbox;
    }

    static InboxObject object(String uid, String text) {
        return object(uid, text, TIME);
    }

    static InboxObject object(String uid, String text, Instant receivedAt) {
        return new InboxObject(
                new SopInstanceUid(uid),
                new SopClassUid("1.2.840.10008.5.1.4.1.1.88.67"),
                new TransferSyntaxUid("1.2.840.10008.1.2.1"),
                new Origin(receivedAt, Optional.of(new AeTitle("PACS1")), Optional.of(new Peer("10.0.0.7"))),
                text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Taken taken) {
        return new String(taken.bytes(), StandardCharsets.UTF_8);
    }

    /** Gives every object that waits a state, and returns how many there were. */
    int process(Function<String, State> stateOfText) {
        int done = 0;
        InboxBatch batch = inbox.next();
        while (!batch.isEmpty()) {
            List<InboxProgress.Outcome> outcomes = batch.objects().stream()
                    .map(taken -> taken.as(status(stateOfText.apply(text(taken)))))
                    .toList();
            inbox.store(batch.end(outcomes));
            inbox.release();
            done += outcomes.size();
            batch = inbox.next();
        }
        return done;
    }

    private static InboxEntry.Status status(State state) {
        return new InboxEntry.Status(state, Optional.of("because").filter(reason -> state != State.PROCESSED));
    }

    int process() {
        return process(text -> State.PROCESSED);
    }

    /** Unpacks a store that the release before the log wrote. */
    public static void unpack(String resource, Path file) throws IOException {
        try (InputStream in =
                new GZIPInputStream(Objects.requireNonNull(TestInbox.class.getResourceAsStream(resource), resource))) {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.copy(in, file);
        }
    }

    @Override
    public void close() {
        inbox.close();
        doses.close();
    }
}
