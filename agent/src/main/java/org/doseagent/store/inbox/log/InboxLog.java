package org.doseagent.store.inbox.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.log.LogOpening.Role;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.PutQueue.Waiting;
import org.doseagent.store.inbox.log.segment.DamageReports;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.LogStorage;
import org.doseagent.store.inbox.log.segment.Segment;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.SegmentIndex.Entry;
import org.doseagent.store.inbox.log.segment.SegmentSummary;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * The log of received objects: what {@link #put} answered with {@link PutOutcome.Stored} is on disk. One process writes it; others may
 * read it meanwhile. Thread-safe.
 *
 * <pre>{@code
 * try (InboxLog log = InboxLog.open(folder, LogLimits.of(capacity), threads, damage -> metrics.count(damage.kind()))) {
 *     PutOutcome outcome = log.put(object);
 *     LogPage page = log.after(position, 500, 8 << 20);
 * }
 * }</pre>
 */
public final class InboxLog implements AutoCloseable {

    private final LogStorage storage;
    private final LogLimits limits;
    private final Segments segments;
    private final DamageReports reports;
    private final @Nullable LogWriter writer;
    private final @Nullable Closeable lock;

    private InboxLog(Opened opened, LogLimits limits, @Nullable LogWriter writer, @Nullable Closeable lock) {
        this.storage = opened.storage();
        this.limits = limits;
        this.segments = opened.segments();
        this.reports = opened.reports();
        this.writer = writer;
        this.lock = lock;
    }

    private record Opened(LogStorage storage, Segments segments, DamageReports reports) {}

    /**
     * Opens the log of a folder for reading and writing, and makes the folder where it is missing. A batch that was never synced is cut
     * off; damage is reported.
     *
     * @param threads makes two threads, of the writer and of the preparation of segments
     * @param onDamage is called once for each damaged place, from any thread that meets it, during the opening too
     * @throws StoreException if the folder cannot be read or another writer has it
     */
    public static InboxLog open(Path folder, LogLimits limits, ThreadFactory threads, Consumer<LogDamage> onDamage) {
        try {
            return open(DiskStorage.make(folder), limits, threads, onDamage);
        } catch (IOException e) {
            throw failure("the inbox cannot be opened", e);
        }
    }

    static InboxLog open(LogStorage storage, LogLimits limits, ThreadFactory threads, Consumer<LogDamage> onDamage)
            throws IOException {
        Closeable lock = storage.lock();
        try {
            DamageReports reports = new DamageReports(onDamage);
            LogOpening opening = new LogOpening(storage, reports, Role.WRITER);
            Opened opened = new Opened(storage, opening.open(), reports);
            LogWriter writer = new LogWriter(storage, limits, opened.segments(), reports, threads);
            writer.start(opening.nextSequence());
            return new InboxLog(opened, limits, writer, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens the log of a folder for reading, also while another process writes it: shows what was on disk at this moment. Changes nothing;
     * a missing folder is an empty log.
     *
     * @throws StoreException if the folder cannot be read
     */
    public static InboxLog openReadOnly(Path folder, LogLimits limits, Consumer<LogDamage> onDamage) {
        try {
            return openReadOnly(DiskStorage.ofReader(folder), limits, onDamage);
        } catch (IOException e) {
            throw failure("the inbox cannot be read", e);
        }
    }

    static InboxLog openReadOnly(LogStorage storage, LogLimits limits, Consumer<LogDamage> onDamage)
            throws IOException {
        DamageReports reports = new DamageReports(onDamage);
        Segments segments = new LogOpening(storage, reports, Role.READER).open();
        return new InboxLog(new Opened(storage, segments, reports), limits, null, null);
    }

    /**
     * Keeps an object and returns when it is on disk, or refuses it.
     *
     * @throws StoreException if the writer failed for a reason that is not the disk, or ended; nothing was kept
     */
    public PutOutcome put(InboxObject object) {
        return await(submit(object, 0));
    }

    /**
     * Keeps an object under a sequence number that is above all earlier ones, for records that another store had under this number.
     *
     * @throws IllegalArgumentException if the number is not above all earlier ones
     */
    public PutOutcome putAs(long sequence, InboxObject object) {
        return await(submitAs(sequence, object));
    }

    /** Starts a {@link #putAs}; the future fails where {@code putAs} throws. */
    public CompletableFuture<PutOutcome> submitAs(long sequence, InboxObject object) {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence number " + sequence + " is below 1");
        }
        return submit(object, sequence);
    }

    /**
     * Starts a {@link #put}: a caller that has many objects need not wait for each. The future completes on the writer's thread, so that
     * whatever depends on it must be short.
     */
    public CompletableFuture<PutOutcome> submit(InboxObject object) {
        return submit(object, 0);
    }

    private CompletableFuture<PutOutcome> submit(InboxObject object, long sequence) {
        Optional<Frame> frame = object.dataSet().length > limits.maxObjectBytes() ? Optional.empty() : Frame.of(object);
        if (frame.isEmpty()) {
            return CompletableFuture.completedFuture(new Refused(Refusal.OBJECT_TOO_LONG));
        }
        CompletableFuture<PutOutcome> outcome = new CompletableFuture<>();
        writer().queue().add(new Waiting(frame.get(), object.origin().receivedAt(), sequence, outcome));
        return outcome;
    }

    private static PutOutcome await(CompletableFuture<PutOutcome> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw new StoreException(String.valueOf(failure.getMessage()), failure, failure.isRetryable());
            }
            if (e.getCause() instanceof IllegalArgumentException mistake) {
                throw mistake;
            }
            throw e;
        }
    }

    private LogWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("the inbox log was opened for reading");
        }
        return writer;
    }

    /** Gives the next object a sequence number above this one: numbers that {@code doses.db} knows are never given out again. */
    public void continueAfter(long sequence) {
        writer().continueFrom(sequence + 1);
    }

    /**
     * Returns the object with this sequence number. Empty if the log never had it, if its segment was dropped, or if it is damaged, which is
     * reported.
     *
     * @throws StoreException if the disk cannot read it
     */
    public Optional<StoredObject> read(long sequence) {
        try {
            Optional<Segment> segment = segments.atOrAfter(sequence);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.use(segment.get());
            Optional<Entry> entry = segment.get().atOrAfter(sequence).filter(found -> found.sequence() == sequence);
            return entry.isPresent() ? segment.get().read(entry.get()) : Optional.empty();
        } catch (IOException e) {
            throw failure("inbox record " + sequence + " cannot be read", e);
        }
    }

    /**
     * Overwrites the bytes of a record with zeros, its texts among them; the record stays as an empty place, so that the frames around it
     * are still a chain. Returns once that is on disk. Also for a log that was opened for reading, beside the process that writes it.
     *
     * @return whether the record is gone: false if it is damaged, so that its length is not known
     * @throws StoreException if the disk fails
     */
    public boolean erase(long sequence) {
        try {
            Optional<Segment> segment = segments.atOrAfter(sequence);
            if (segment.isEmpty()) {
                return true;
            }
            segments.use(segment.get());
            Optional<Entry> entry = segment.get().atOrAfter(sequence).filter(found -> found.sequence() == sequence);
            return entry.isEmpty() || segment.get().erase(entry.get());
        } catch (IOException e) {
            throw failure("inbox record " + sequence + " cannot be erased", e);
        }
    }

    /**
     * Returns the objects that follow a position, in order: at most so many, and at most so many bytes, but at least one. Damaged
     * records are skipped; each is reported.
     *
     * @param position 0 for the start, else {@link LogPage#position()} of the page before
     * @throws StoreException if the disk cannot read one
     */
    public LogPage after(long position, int maxObjects, long maxBytes) {
        List<StoredObject> objects = new ArrayList<>();
        long bytes = 0;
        long reached = position;
        try {
            Optional<Segment> segment = segments.atOrAfter(reached + 1);
            while (segment.isPresent() && objects.size() < maxObjects && (objects.isEmpty() || bytes < maxBytes)) {
                segments.use(segment.get());
                Optional<Entry> entry = segment.get().atOrAfter(reached + 1);
                if (entry.isPresent()) {
                    Optional<StoredObject> object = segment.get().read(entry.get());
                    if (object.isPresent()) {
                        bytes += object.get().object().dataSet().length;
                        objects.add(object.get());
                    }
                    reached = entry.get().sequence();
                } else {
                    reached = Math.max(reached, segment.get().lastSequence());
                }
                segment = segments.atOrAfter(reached + 1);
            }
            return new LogPage(objects, reached);
        } catch (IOException e) {
            throw failure("the inbox cannot be read behind record " + reached, e);
        }
    }

    /** Tells why a put would be refused now; empty if it would be kept, and for a log that was opened for reading. */
    public Optional<Refusal> refusal() {
        return writer == null ? Optional.empty() : writer.refusal();
    }

    /** Returns why the writer ended; empty while it works. Nothing is kept any more once it ended, until the log is opened anew. */
    public Optional<StoreException> failure() {
        return writer == null ? Optional.empty() : writer.queue().failure();
    }

    public LogStatus status() {
        return new LogStatus(
                segments.records(),
                segments.bytes(),
                segments.lastSequence(),
                segments.all().size(),
                reports.count(),
                writer == null ? 0 : writer.abandonedSegments(),
                writer == null ? 0 : writer.unexpectedFailures());
    }

    /** Returns what each segment holds, in order. */
    public List<SegmentSummary> segments() {
        return segments.all().stream()
                .map(segment -> new SegmentSummary(
                        segment.name().file(),
                        segment.name().firstSequence(),
                        segment.lastSequence(),
                        segment.records(),
                        segment.end() - SegmentHeader.LENGTH,
                        segment.newest()))
                .toList();
    }

    /** Ends the present segment if it has records, and starts another one, so that it can be dropped even if few objects arrive. */
    public void endSegment() {
        CompletableFuture<PutOutcome> outcome = new CompletableFuture<>();
        writer().queue().add(new Waiting(null, Instant.EPOCH, 0, outcome));
        await(outcome);
    }

    /**
     * Deletes the files of all segments whose records all have sequence numbers up to this one, except the segment that is being written
     * ({@link #endSegment}). Returns how many records were dropped. The bytes are not overwritten: no file of the folder has them afterwards.
     *
     * @throws StoreException if a file cannot be deleted
     */
    public long dropSegmentsUpTo(long sequence) {
        long dropped = 0;
        try {
            for (Segment segment : droppable(sequence)) {
                dropped += segment.records();
                segments.remove(segment);
            }
            storage.syncFolder();
            return dropped;
        } catch (IOException e) {
            throw failure("segments of the inbox cannot be deleted", e);
        }
    }

    /** The newest segment stays: its name keeps the next sequence number. Where it is finished, a new one is started in its place. */
    private List<Segment> droppable(long sequence) {
        List<Segment> all = segments.all();
        if (!all.isEmpty() && all.get(all.size() - 1).isFinished()) {
            endSegment();
            all = segments.all();
        }
        List<Segment> droppable = new ArrayList<>();
        for (int i = 0; i < all.size() - 1 && all.get(i).lastPossibleSequence() <= sequence; i++) {
            droppable.add(all.get(i));
        }
        return droppable;
    }

    /**
     * Reads every record that is on disk now and reports all damage. Takes a second for a few hundred megabytes.
     *
     * @return how many records are intact
     * @throws StoreException if a file cannot be opened
     */
    public long verify() {
        long intact = 0;
        try {
            for (Segment segment : segments.all()) {
                intact += segment.verify().index().count();
            }
            return intact;
        } catch (IOException e) {
            throw failure("the inbox cannot be verified", e);
        }
    }

    private static StoreException failure(String what, IOException cause) {
        return new StoreException(what + ": " + cause.getMessage(), cause, true);
    }

    /** Writes what waits, ends the segment and gives the folder free. */
    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
            segments.release();
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw failure("the inbox cannot be closed", e);
        }
    }
}
