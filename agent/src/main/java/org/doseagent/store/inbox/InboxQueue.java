package org.doseagent.store.inbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.InboxBatch.Taken;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.InboxEntry.Status;
import org.doseagent.store.inbox.InboxStates.Attempt;
import org.doseagent.store.inbox.ReceivedRow.Content;
import org.doseagent.store.inbox.log.InboxLog;
import org.doseagent.store.inbox.log.LogPage;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.SegmentSummary;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.doseagent.store.sql.InboxNumbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that wait for the worker: the records of the log behind the position of {@code doses.db}, and entries that are to be read
 * again. Notes what is being read, so that an object that ends the process twice is quarantined. Thread-safe; one thread takes objects.
 */
final class InboxQueue {

    private static final Logger LOG = LoggerFactory.getLogger(InboxQueue.class);

    /** In a batch, and alone. */
    private static final int MAX_TRIES = 2;

    private final InboxStates states;
    private final BatchLimits limits;
    private final Object taking = new Object();

    /** An {@code Error} leaves it set: then the batch counts as tried. */
    private boolean isUnderWay;

    private volatile long knownPosition = -1;
    private volatile long knownAgain;

    InboxQueue(InboxStates states, BatchLimits limits) {
        this.states = states;
        this.limits = limits;
    }

    /** Tells whether too many objects wait. Counts anew only where what is known comes to the limit. */
    boolean isFull(InboxLog log, long maxWaiting) {
        boolean isKnown = knownPosition >= 0;
        if (!isKnown || log.status().lastSequence() - knownPosition + knownAgain >= maxWaiting) {
            try {
                count();
            } catch (StoreException e) {
                if (!isKnown) {
                    throw e;
                }
                LOG.debug("event=waiting-objects-not-counted"); // the sender waits, as it does for a full inbox
            }
        }
        return log.status().lastSequence() - knownPosition + knownAgain >= maxWaiting;
    }

    private void count() {
        // Both, or none where the store fails.
        long again = states.counts().getOrDefault(State.RECEIVED, 0L);
        knownPosition = states.position();
        knownAgain = again;
    }

    /** Returns how many records of the log are behind the position; damaged ones count. */
    long unread(InboxLog log) {
        return Math.max(0, log.status().lastSequence() - states.position());
    }

    long waiting(InboxLog log) {
        return unread(log) + states.counts().getOrDefault(State.RECEIVED, 0L);
    }

    /** Returns when the object that has waited longest was received. An entry that is to be read again counts from its reception, too. */
    Optional<Instant> oldestWaiting(InboxLog log) {
        Stream<Instant> unread = log.after(states.position(), 1, 1).objects().stream()
                .map(next -> next.object().origin().receivedAt());
        Stream<Instant> again =
                states.toReadAgain(1).stream().map(row -> row.entry().receivedAt());
        return Stream.concat(unread, again).min(Comparator.naturalOrder());
    }

    /** Returns the first sequence number whose bytes may be in the log. */
    static long firstSequence(InboxLog log) {
        return log.segments().stream()
                .mapToLong(SegmentSummary::firstSequence)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    InboxBatch next(InboxLog log) {
        synchronized (taking) {
            if (isUnderWay) {
                resume(log);
            }
            count();
            LogPage page = log.after(knownPosition, limits.maxObjects(), limits.maxBytes());
            InboxBatch batch = page.position() > knownPosition ? unread(page) : again(log);
            begin(batch, knownPosition, false);
            return batch;
        }
    }

    InboxBatch nextSuspect(InboxLog log) {
        synchronized (taking) {
            if (isUnderWay) {
                resume(log);
            }
            Optional<ReceivedRow> suspect = states.suspect();
            if (suspect.isEmpty()) {
                return InboxBatch.EMPTY;
            }
            InboxBatch batch = new InboxBatch(List.of(new Taken(suspect.get(), bytes(log, suspect.get()))), 0, 0);
            begin(batch, 0, true);
            return batch;
        }
    }

    private void begin(InboxBatch batch, long before, boolean isAlone) {
        if (batch.objects().isEmpty()) {
            return;
        }
        long first = batch.objects().get(0).entry().id();
        long last = batch.objects().get(batch.objects().size() - 1).entry().id();
        InboxNumbers numbers = states.numbers();
        states.begin(new Attempt(
                batch.position() > 0 ? numbers.idOf(before + 1) : first,
                batch.position() > 0 ? Math.max(numbers.idOf(batch.position()), last) : last,
                isAlone));
        isUnderWay = true;
    }

    void release() {
        synchronized (taking) {
            isUnderWay = false;
        }
    }

    /** Notes that the process ends by itself: what was being read is not suspected. */
    void close() {
        synchronized (taking) {
            if (!isUnderWay && states.attempt().isPresent()) {
                states.store(new InboxProgress(List.of(), 0, true));
            }
        }
    }

    /** Runs work that moves or deletes records. */
    long whileNothingIsRead(LongSupplier work) {
        synchronized (taking) {
            return work.getAsLong();
        }
    }

    private InboxBatch unread(LogPage page) {
        List<Taken> objects = withoutDuplicates(page.objects());
        return new InboxBatch(objects, page.position(), page.objects().size() - objects.size());
    }

    private List<Taken> withoutDuplicates(List<StoredObject> records) {
        Map<SopInstanceUid, Set<String>> known = new HashMap<>(states.contents(records.stream()
                .map(stored -> stored.object().sopInstanceUid())
                .distinct()
                .toList()));
        List<Taken> objects = new ArrayList<>();
        for (StoredObject stored : records) {
            InboxObject object = stored.object();
            Set<String> versions = known.computeIfAbsent(object.sopInstanceUid(), uid -> new HashSet<>());
            String sha256 = Sha256.hex(object.dataSet());
            if (versions.add(sha256)) {
                ReceivedRow row = new ReceivedRow(
                        entry(stored),
                        new Content(versions.size(), sha256),
                        object.origin().peer(),
                        stored.sequence(),
                        0);
                objects.add(new Taken(row, object.dataSet()));
            }
        }
        return objects;
    }

    private InboxEntry entry(StoredObject stored) {
        InboxObject object = stored.object();
        return new InboxEntry(
                states.numbers().idOf(stored.sequence()),
                object.sopInstanceUid(),
                object.sopClassUid(),
                object.transferSyntaxUid(),
                Status.RECEIVED,
                object.origin().receivedAt(),
                object.origin().callingAeTitle(),
                object.dataSet().length);
    }

    LogPage page(InboxLog log, long position) {
        return log.after(position, limits.maxObjects(), limits.maxBytes());
    }

    private InboxBatch again(InboxLog log) {
        List<Taken> objects = new ArrayList<>();
        long bytes = 0;
        for (ReceivedRow row : states.toReadAgain(limits.maxObjects())) {
            if (!objects.isEmpty() && bytes + row.entry().size() > limits.maxBytes()) {
                break;
            }
            objects.add(new Taken(row, bytes(log, row)));
            bytes += row.entry().size();
        }
        return new InboxBatch(objects, 0, 0);
    }

    /** Returns the bytes of an object; empty where they were deleted or are damaged. */
    byte[] bytes(InboxLog log, ReceivedRow row) {
        if (row.logSequence() == 0) {
            return new byte[0];
        }
        return log.read(row.logSequence())
                .map(stored -> stored.object().dataSet())
                .orElseGet(() -> new byte[0]);
    }

    /** Returns an object that has no entry yet. */
    Optional<Inbox.Stored> waiting(InboxLog log, long id) {
        long sequence = states.numbers().sequenceOf(id);
        return sequence <= states.position()
                ? Optional.empty()
                : log.read(sequence)
                        .map(stored ->
                                new Inbox.Stored(entry(stored), stored.object().dataSet()));
    }

    /** Returns objects that have no entry yet, newest first. */
    List<InboxEntry> newestWaiting(InboxLog log, int limit) {
        long position = states.position();
        List<InboxEntry> newest = new ArrayList<>();
        long end = log.status().lastSequence();
        while (end > position && newest.size() < limit) {
            long start = Math.max(position, end - limits.maxObjects());
            Deque<InboxEntry> window = new ArrayDeque<>();
            long reached = start;
            while (reached < end) {
                LogPage page = log.after(reached, limits.maxObjects(), limits.maxBytes());
                for (StoredObject stored : page.objects()) {
                    if (stored.sequence() <= end) {
                        window.addFirst(entry(stored));
                    }
                }
                reached = page.position() > reached ? page.position() : end;
            }
            newest.addAll(window);
            end = start;
        }
        return newest;
    }

    /** Looks at what was being read when the process ended: a batch is read one by one from now on; what was alone is quarantined. */
    void resume(InboxLog log) {
        synchronized (taking) {
            states.attempt().ifPresent(attempt -> {
                if (attempt.isAlone()) {
                    quarantine(attempt);
                } else {
                    suspectAll(log, attempt);
                }
            });
            isUnderWay = false;
        }
    }

    private void quarantine(Attempt attempt) {
        List<InboxProgress.Outcome> outcomes = states.find(attempt.firstId())
                .filter(row -> row.entry().state() == State.RECEIVED)
                .map(row -> row.withTries(row.tries() + 1))
                .map(row -> row.tries() < MAX_TRIES
                        ? row
                        : row.with(Status.quarantined("the program ended twice while it read this object")))
                .map(row -> List.of(new InboxProgress.Outcome(row)))
                .orElse(List.of());
        outcomes.forEach(outcome -> LOG.warn(
                "event=object-ended-the-program id={} state={}",
                outcome.id(),
                outcome.state().label()));
        states.store(new InboxProgress(outcomes, 0, true));
    }

    private void suspectAll(InboxLog log, Attempt attempt) {
        long position = states.position();
        long last = states.numbers().sequenceOf(attempt.lastId());
        List<InboxProgress.Outcome> outcomes = new ArrayList<>();
        long reached = position;
        while (reached < last) {
            LogPage page = log.after(reached, limits.maxObjects(), limits.maxBytes());
            List<StoredObject> records = page.objects().stream()
                    .filter(stored -> stored.sequence() <= last)
                    .toList();
            withoutDuplicates(records)
                    .forEach(object ->
                            outcomes.add(new InboxProgress.Outcome(object.row().withTries(1))));
            reached = page.position() > reached ? page.position() : last;
        }
        LOG.warn(
                "event=worker-did-not-end first={} last={} unread={}: these objects are read one by one",
                attempt.firstId(),
                attempt.lastId(),
                outcomes.size());
        states.suspect(
                attempt,
                new InboxProgress(outcomes, Math.min(Math.max(position, reached), Math.max(position, last)), true));
    }
}
