package org.doseagent.store.inbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.InboxLog;
import org.doseagent.store.inbox.log.LogPage;
import org.doseagent.store.inbox.log.LogStatus;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.SegmentSummary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The received objects, byte for byte, with their states. {@link #put} returns once its object is on disk. Thread-safe.
 *
 * <p>One process writes: whoever holds the lock of the daemon. Others read, and hand their objects over ({@link #handOver}).
 */
public final class Inbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** The folder of the log in the data directory. */
    static final String FOLDER = "inbox";

    /** A writer that ended is started again at most this often. */
    private static final long REOPEN_NANOS = 1_000_000_000L;

    /** How long a reading process works with what it found in the folder, before it looks again. */
    private static final long READ_AGAIN_NANOS = 500_000_000L;

    /**
     * What an inbox may hold.
     *
     * @param maxWaitingObjects maximum number of unprocessed objects; above it, senders get status A700H
     * @param minFreeDiskBytes free disk space below which senders get status A700H
     * @param maxObjectBytes longest data set
     * @param batches what the worker takes at once
     */
    public record Limits(long maxWaitingObjects, long minFreeDiskBytes, int maxObjectBytes, BatchLimits batches) {

        public Limits(long maxWaitingObjects, long minFreeDiskBytes, int maxObjectBytes) {
            this(maxWaitingObjects, minFreeDiskBytes, maxObjectBytes, BatchLimits.DEFAULT);
        }

        LogLimits ofLog() {
            return LogLimits.of(
                    new LogLimits.Capacity(Long.MAX_VALUE, Long.MAX_VALUE, minFreeDiskBytes), maxObjectBytes);
        }
    }

    /** How the log is opened; tests put faults in here. */
    interface Opener {
        InboxLog toWrite(Path folder, LogLimits limits, Consumer<LogDamage> onDamage);
    }

    private final Path dataDirectory;
    private final Limits limits;
    private final InboxStates states;
    private final Opener opener;
    private final Object opening = new Object();
    private final InboxQueue queue;
    private final AtomicLong damagedPlaces = new AtomicLong();

    /** Null until somebody writes. */
    private volatile @Nullable InboxLog writing;

    /** Null until somebody reads who does not write. */
    private @Nullable InboxLog reading;

    private long openedNanos;
    private volatile boolean isClosed;

    /** The inbox of a data directory. The log is made, or taken over from an earlier release, by whoever writes first; reading changes nothing. */
    public Inbox(Path dataDirectory, Limits limits, InboxStates states, ThreadFactory threads) {
        this(
                dataDirectory,
                limits,
                states,
                (folder, ofLog, onDamage) -> InboxLog.open(folder, ofLog, threads, onDamage));
    }

    Inbox(Path dataDirectory, Limits limits, InboxStates states, Opener opener) {
        this.dataDirectory = dataDirectory;
        this.limits = limits;
        this.states = states;
        this.opener = opener;
        this.queue = new InboxQueue(states, limits.batches());
    }

    /**
     * Opens the log for writing, and takes over the inbox of an earlier release. The caller holds the lock of the daemon.
     *
     * @throws StoreException if the disk fails, or another process writes
     */
    public void prepareToWrite() {
        writer();
    }

    private InboxLog writer() {
        InboxLog present = writing;
        if (present != null && present.failure().isEmpty()) {
            return present;
        }
        synchronized (opening) {
            present = writing;
            if (present != null && present.failure().isEmpty()) {
                return present;
            }
            if (isClosed) {
                throw new IllegalStateException("the inbox is closed");
            }
            if (present != null) {
                endFailed(present);
            }
            InboxLog opened = open();
            writing = opened;
            return opened;
        }
    }

    /** The log of a writer that ended is closed and opened anew, but not in a loop. */
    private void endFailed(InboxLog failed) {
        StoreException cause = failed.failure().orElseThrow();
        if (System.nanoTime() - openedNanos < REOPEN_NANOS) {
            throw new StoreException(String.valueOf(cause.getMessage()), cause, true);
        }
        LOG.error("event=inbox-reopened cause=\"{}\"", cause.getMessage());
        failed.close();
        writing = null;
    }

    private InboxLog open() {
        openedNanos = System.nanoTime();
        InboxLog opened = opener.toWrite(dataDirectory.resolve(FOLDER), limits.ofLog(), this::damaged);
        try {
            new InboxTakeover(dataDirectory, states, opened).run();
            opened.continueAfter(states.highestSequence());
            HandOver.deleteAbandoned(dataDirectory);
            queue.resume(opened);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The log reports the place itself. */
    private void damaged(LogDamage damage) {
        damagedPlaces.incrementAndGet();
    }

    /** Returns the log: the one that is written here, else what is on disk. */
    private InboxLog log() {
        InboxLog present = writing;
        if (present != null) {
            return present;
        }
        synchronized (opening) {
            if (reading == null || System.nanoTime() - openedNanos > READ_AGAIN_NANOS) {
                EarlierInbox.requireNone(dataDirectory);
                if (reading != null) {
                    reading.close();
                }
                openedNanos = System.nanoTime();
                reading = InboxLog.openReadOnly(dataDirectory.resolve(FOLDER), limits.ofLog(), this::damaged);
            }
            return reading;
        }
    }

    /**
     * Keeps an object and returns when it is on disk, or refuses it.
     *
     * @throws StoreException if the writer failed; nothing was kept
     */
    public PutOutcome put(InboxObject object) {
        InboxLog log = writer();
        return queue.isFull(log, limits.maxWaitingObjects()) ? new Refused(Refusal.INBOX_FULL) : log.put(object);
    }

    /** Tells why an object would be refused now; empty if it would be kept. */
    public Optional<String> problem() {
        InboxLog log;
        try {
            log = writing == null ? log() : writer();
        } catch (StoreException e) {
            return Optional.of("the inbox writer does not run: " + e.getMessage());
        }
        if (log.refusal().isPresent()) {
            return Optional.of(
                    "the disk of the inbox is below its floor; senders get status A700H and try again later");
        }
        return queue.isFull(log, limits.maxWaitingObjects())
                ? Optional.of("the inbox is full; senders get status A700H and try again later")
                : Optional.empty();
    }

    /**
     * Returns the objects that the worker reads next, oldest first, and notes that they are being read. Until {@link #release}, an end of the
     * process counts against them.
     */
    public InboxBatch next() {
        return queue.next(writer());
    }

    /** Returns one object that was being read when the process ended, to be read alone. */
    public InboxBatch nextSuspect() {
        return queue.nextSuspect(writer());
    }

    /** Notes that nothing is being read: the batch ended, or is taken again. */
    public void release() {
        queue.release();
    }

    /** Writes the states that processing gave, for a batch without exams. */
    public void store(InboxProgress progress) {
        states.store(progress);
    }

    /** An object with its bytes, which are empty where they were deleted or are damaged. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Stored(InboxEntry entry, byte[] bytes) {}

    /** Returns an object, also one that waits for the worker. */
    public Optional<Stored> find(long id) {
        Optional<ReceivedRow> row = states.find(id);
        return row.isPresent()
                ? row.map(found -> new Stored(found.entry(), queue.bytes(log(), found)))
                : queue.waiting(log(), id);
    }

    /** Returns the entry of an object with these bytes; empty if it was not processed yet. */
    public Optional<InboxEntry> find(SopInstanceUid uid, String sha256) {
        return states.find(uid, sha256);
    }

    /** Returns which of these objects were processed, in any version. One that waits for the worker is not among them. */
    public Set<SopInstanceUid> processed(Collection<SopInstanceUid> uids) {
        return states.contents(uids).keySet();
    }

    /**
     * Returns the SOP classes of each of these objects that was processed, in any state, and of which the bytes are on disk. One that waits for
     * the worker, or of which the bytes were deleted, is not among them.
     */
    public Map<SopInstanceUid, Set<String>> durable(Collection<SopInstanceUid> uids) {
        long first = InboxQueue.firstSequence(log());
        Map<SopInstanceUid, Set<String>> classes = new HashMap<>();
        for (SopInstanceUid uid : uids) {
            Set<String> found = states.classesOf(uid, first);
            if (!found.isEmpty()) {
                classes.put(uid, found);
            }
        }
        return classes;
    }

    /** Returns entries, newest first. An object that was sent twice is there twice until it was processed. */
    public List<InboxEntry> list(int limit) {
        return withWaiting(states.list(limit), limit);
    }

    /** Returns the entries of one state, newest first. */
    public List<InboxEntry> list(State state, int limit) {
        List<InboxEntry> entries = states.list(state, limit);
        return state == State.RECEIVED ? withWaiting(entries, limit) : entries;
    }

    private List<InboxEntry> withWaiting(List<InboxEntry> entries, int limit) {
        List<InboxEntry> all = new ArrayList<>(queue.newestWaiting(log(), limit));
        all.addAll(entries);
        return all.subList(0, Math.min(limit, all.size()));
    }

    /** Returns how many objects wait for the worker. */
    public long waiting() {
        return queue.waiting(log());
    }

    /** Returns when the object that has waited longest for the worker was received; empty when none waits. */
    public Optional<Instant> oldestWaiting() {
        return queue.oldestWaiting(log());
    }

    /** Returns how many objects up to this sequence number wait for the worker. */
    public long waitingUpTo(long sequence) {
        return states.waitingUpTo(sequence);
    }

    /** Returns how many objects have no entry yet. */
    public long unread() {
        return queue.unread(log());
    }

    /** Returns how many portions of objects were handed over and wait for the process that writes. */
    public long handedOver() {
        return HandOver.portions(dataDirectory).size();
    }

    /** Returns how many objects have each state. */
    public Map<State, Long> counts() {
        Map<State, Long> counts = states.counts();
        long unread = queue.unread(log());
        if (unread > 0) {
            counts.merge(State.RECEIVED, unread, Long::sum);
        }
        return counts;
    }

    /** Returns the highest number of an object; those that come later have higher ones. */
    public long highestId() {
        return states.numbers().idOf(highestSequence());
    }

    /** Returns the highest sequence number of an object; those that come later have higher ones. */
    public long highestSequence() {
        return Math.max(states.highestSequence(), log().status().lastSequence());
    }

    /** Returns what the log holds and what happened to it. */
    public LogStatus status() {
        return log().status();
    }

    /** Returns how many damaged places of the log this process has met. */
    public long damagedPlaces() {
        return damagedPlaces.get();
    }

    /** Reads every record of the log and reports all damage. Returns how many are intact. */
    public long verify() {
        return log().verify();
    }

    /** Gives all quarantined objects whose bytes are there back to the worker. Returns how many. */
    public int retryQuarantined() {
        return states.retryQuarantined(InboxQueue.firstSequence(log()));
    }

    /** Gives one object back to the worker, whatever its state. Returns whether it is there with its bytes. */
    public boolean retry(long id) {
        return states.retry(id, InboxQueue.firstSequence(log()))
                || queue.waiting(log(), id).isPresent();
    }

    /** Gives everything received since {@code since} whose bytes are there back to the worker. Returns how many. */
    public int reprocess(Instant since) {
        return states.reprocess(since, InboxQueue.firstSequence(log()));
    }

    /**
     * Deletes the bytes of objects that were read well, or do not apply, and came before {@code end}; the entries stay, so that the same
     * object is still recognised as a duplicate. Whole segments are deleted: an object goes with the newest one of its day. Returns how
     * many records were deleted.
     */
    public long deleteBytes(Instant end) {
        return queue.whileNothingIsRead(() -> new InboxRetention(writer(), states).deleteBefore(end));
    }

    /**
     * Deletes the bytes of quarantined objects that came before {@code end}, to the object: the entries stay. Returns how many.
     */
    public long deleteQuarantinedBytes(Instant end) {
        return queue.whileNothingIsRead(() -> new InboxRetention(writer(), states).eraseQuarantinedBefore(end));
    }

    /** Returns how many objects {@link #deleteQuarantinedBytes} would take. */
    public long quarantinedBefore(Instant end) {
        return states.quarantinedBefore(end, Integer.MAX_VALUE).size();
    }

    /** Returns how many records {@link #deleteBytes} would delete, at most: objects that must stay are among them. */
    public long recordsBefore(Instant end) {
        long records = 0;
        for (SegmentSummary segment : log().segments()) {
            if (!segment.newestReceivedAt().isBefore(end)) {
                return records;
            }
            records += segment.records();
        }
        return records;
    }

    /** A file of the log, and how many of its bytes are on disk for good. */
    public record SegmentFile(String name, long bytes) {}

    /** Returns the files of the log, oldest first: the last one may grow, the others are whole. */
    public List<SegmentFile> segmentFiles() {
        lookAgain();
        List<SegmentSummary> all = log().segments();
        List<SegmentFile> files = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean isLast = i == all.size() - 1;
            files.add(new SegmentFile(all.get(i).file(), isLast ? all.get(i).end() : Long.MAX_VALUE));
        }
        return files;
    }

    /** Has a process that does not write see what was written until now. */
    public void lookAgain() {
        synchronized (opening) {
            openedNanos = System.nanoTime() - READ_AGAIN_NANOS - 1;
        }
    }

    /** Returns the objects of the log behind a position, duplicates among them, as many as one batch has. */
    public LogPage page(long position) {
        return queue.page(log(), position);
    }

    /**
     * Overwrites the bytes of a record of the log with zeros, also beside the process that writes; the entry stays. Returns false if the
     * record is damaged, so that it cannot be overwritten.
     */
    public boolean eraseBytes(long sequence) {
        return log().erase(sequence);
    }

    /** Erases an object that the worker has taken: its bytes and its entry. */
    public void erase(InboxBatch.Taken taken) {
        if (!log().erase(taken.row().logSequence())) {
            LOG.error("event=erased-object-is-damaged id={}", taken.entry().id());
        }
        states.delete(taken.entry().id());
    }

    /** Returns the numbers of the entries whose bytes are in these records. */
    public List<Long> entriesOf(Collection<Long> sequences) {
        return states.entriesOf(sequences);
    }

    /** Tells what the worker, also one of another process, reads now; empty if nothing. */
    public Optional<String> underWay() {
        return states.attempt().map(attempt -> attempt.firstId() + " to " + attempt.lastId());
    }

    /** Starts to hand objects over to the process that writes. */
    public HandOver handOver(ThreadFactory threads) {
        return new HandOver(dataDirectory, limits.ofLog(), threads);
    }

    /** Takes what other processes handed over, as far as there is room. Returns how many objects. */
    public int takeHandedOver() {
        return HandOver.takeAll(dataDirectory, limits.ofLog(), this::put);
    }

    /** Tells whether this data directory has an inbox; before the first start it has none. */
    public boolean exists() {
        return Files.exists(dataDirectory.resolve(FOLDER));
    }

    /** Writes what waits, then closes. */
    @Override
    public void close() {
        isClosed = true;
        synchronized (opening) {
            if (reading != null) {
                reading.close();
                reading = null;
            }
            InboxLog present = writing;
            if (present != null) {
                queue.close();
                present.close();
                writing = null;
            }
        }
    }
}
