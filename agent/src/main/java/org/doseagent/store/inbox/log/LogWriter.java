package org.doseagent.store.inbox.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Stored;
import org.doseagent.store.inbox.log.PutQueue.Waiting;
import org.doseagent.store.inbox.log.segment.DamageReports;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.LogStorage;
import org.doseagent.store.inbox.log.segment.Segment;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.SegmentName;
import org.doseagent.store.inbox.log.segment.SegmentWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: it takes all puts that wait, writes their frames, syncs once, and answers them. While it syncs, the next
 * batch collects. A second thread that syncs while this one writes was measured and is slower (decision 0018).
 *
 * <p>After a write or a sync that failed, the segment is cut at its last good offset and never written again, and the next put starts a
 * new one. Sequence numbers of frames that failed are not used again.
 */
final class LogWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** Failures in a row that are no failures of the disk, after which the writer gives up. */
    private static final int MAX_UNEXPECTED = 5;

    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private final LogStorage storage;
    private final LogLimits limits;
    private final Segments segments;
    private final DamageReports reports;
    private final PutQueue queue;
    private final SpareSegment spare;
    private final Thread thread;
    private final SecureRandom salts = new SecureRandom();
    private final ByteBuffer staging = SegmentWriter.newStaging();
    private final AtomicLong nextSequence;
    private final AtomicLong abandoned = new AtomicLong();
    private final AtomicLong unexpected = new AtomicLong();

    private @Nullable SegmentWriter active;
    private long previousFirst;
    private long previousEnd;

    LogWriter(LogStorage storage, LogLimits limits, Segments segments, DamageReports reports, ThreadFactory threads)
            throws IOException {
        this.storage = storage;
        this.limits = limits;
        this.segments = segments;
        this.reports = reports;
        this.queue = new PutQueue(limits);
        this.nextSequence = new AtomicLong(1);
        this.spare = new SpareSegment(storage, limits, threads);
        this.thread = threads.newThread(this::run);
    }

    /** Starts with this sequence number or a later one. */
    void start(long firstSequence) {
        continueFrom(firstSequence);
        List<Segment> known = segments.all();
        if (!known.isEmpty()) {
            follow(known.get(known.size() - 1));
        }
        thread.start();
    }

    private void follow(Segment segment) {
        previousFirst = segment.name().firstSequence();
        previousEnd = segment.end();
    }

    void continueFrom(long sequence) {
        nextSequence.updateAndGet(next -> Math.max(next, sequence));
    }

    long nextSequence() {
        return nextSequence.get();
    }

    PutQueue queue() {
        return queue;
    }

    long abandonedSegments() {
        return abandoned.get();
    }

    long unexpectedFailures() {
        return unexpected.get();
    }

    private void run() {
        try {
            int inARow = 0;
            for (List<Waiting> batch = queue.takeBatch(); !batch.isEmpty(); batch = queue.takeBatch()) {
                inARow = write(batch) ? 0 : inARow + 1;
                if (inARow >= MAX_UNEXPECTED) {
                    throw new IllegalStateException(inARow + " unexpected failures in a row");
                }
            }
            finishActive();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.error("event=inbox-writer-ended cause={}", e.toString());
            queue.fail(new StoreException("the inbox writer ended: " + e, e, false));
        }
    }

    /** Writes a batch; every put of it has its outcome afterwards. Returns false if it failed for a reason that is not the disk. */
    private boolean write(List<Waiting> batch) {
        try {
            commit(batch);
            return true;
        } catch (IOException e) {
            Refusal reason = refusalFor(e, batch);
            LOG.warn("event=inbox-write-failed puts={} reason={} cause={}", batch.size(), reason, e.toString());
            abandonActive();
            batch.forEach(put -> put.refuse(reason));
            return true;
        } catch (Throwable e) {
            unexpected.incrementAndGet();
            StoreException failure = new StoreException("the inbox writer failed: " + e, e, true);
            batch.forEach(put -> put.outcome().completeExceptionally(failure));
            LOG.error("event=inbox-writer-failed puts={}", batch.size(), e);
            abandonActive();
            return false;
        }
    }

    /** The operating system's error number is not visible here: a disk without room for the batch is full. */
    private Refusal refusalFor(IOException failure, List<Waiting> batch) {
        if (failure instanceof NoRoomException noRoom) {
            return noRoom.refusal();
        }
        long wanted = batch.stream().mapToLong(Waiting::bytes).sum();
        return storage.usableBytes() < wanted ? Refusal.NO_SPACE : Refusal.IO_ERROR;
    }

    private record Written(Waiting put, long sequence) {}

    private void commit(List<Waiting> batch) throws IOException {
        boolean isDiskLow = storage.usableBytes() < limits.capacity().minFreeDiskBytes();
        List<Written> written = new ArrayList<>();
        long writtenBytes = 0;
        for (Waiting put : batch) {
            Frame frame = put.frame();
            if (frame == null) {
                complete(written);
                if (active == null || active.segment().records() > 0) {
                    startNext();
                }
                put.outcome().complete(new Stored(0));
            } else if (isDiskLow) {
                put.refuse(Refusal.DISK_BELOW_FLOOR);
            } else if (segments.records() + written.size() >= limits.capacity().maxRecords()
                    || segments.bytes() + writtenBytes >= limits.capacity().maxBytes()) {
                put.refuse(Refusal.INBOX_FULL);
            } else if (put.sequence() != 0 && put.sequence() < nextSequence.get()) {
                put.outcome()
                        .completeExceptionally(new IllegalArgumentException("sequence number " + put.sequence()
                                + " is not above the last one, " + (nextSequence.get() - 1)));
            } else {
                continueFrom(put.sequence());
                SegmentWriter target = activeFor(frame, written);
                long sequence = nextSequence.getAndIncrement();
                target.append(frame, sequence, put.receivedAt());
                written.add(new Written(put, sequence));
                writtenBytes += frame.length();
            }
        }
        complete(written);
    }

    /** Syncs what was written to the active segment and answers the puts of it. */
    private void complete(List<Written> written) throws IOException {
        SegmentWriter present = active;
        if (present != null && !written.isEmpty()) {
            segments.count(written.size(), present.sync());
            written.forEach(one -> one.put().outcome().complete(new Stored(one.sequence())));
            written.clear();
        }
    }

    private SegmentWriter activeFor(Frame frame, List<Written> written) throws IOException {
        SegmentWriter present = active;
        if (present != null && present.hasRoomFor(frame, nextSequence.get())) {
            return present;
        }
        complete(written);
        return startNext();
    }

    private SegmentWriter startNext() throws IOException {
        finishActive();
        SegmentName name = new SegmentName(nextSequence.get(), salts.nextLong());
        try {
            LogStorage.Handle handle = spare.take(new SegmentHeader(name, previousFirst, previousEnd));
            Segment segment = Segment.ofNew(name, storage, reports);
            segments.add(segment);
            SegmentWriter next = new SegmentWriter(segment, handle, limits, staging);
            active = next;
            return next;
        } catch (NoRoomException e) {
            throw e;
        } catch (IOException e) {
            // A file of this name may be there: the next attempt uses another sequence number.
            nextSequence.incrementAndGet();
            throw e;
        }
    }

    /** Ends the active segment. Its records are on disk already: where the footer cannot be written, the next start scans the segment. */
    private void finishActive() {
        SegmentWriter ended = active;
        if (ended == null) {
            return;
        }
        active = null;
        follow(ended.segment());
        try (SegmentWriter closed = ended) {
            closed.finish();
        } catch (IOException e) {
            abandoned.incrementAndGet();
            LOG.warn(
                    "event=inbox-segment-not-finished segment={} cause={}",
                    ended.segment().name().file(),
                    e.toString());
        }
    }

    private void abandonActive() {
        SegmentWriter broken = active;
        if (broken == null) {
            return;
        }
        active = null;
        follow(broken.segment());
        abandoned.incrementAndGet();
        String cut = "yes";
        try {
            broken.abandon();
        } catch (IOException e) {
            cut = "no: " + e;
        }
        LOG.warn(
                "event=inbox-segment-abandoned segment={} offset={} cut={}",
                broken.segment().name().file(),
                broken.durableEnd(),
                cut);
    }

    /** Tells why a put would be refused now; empty if it would be kept. */
    Optional<Refusal> refusal() {
        if (storage.usableBytes() < limits.capacity().minFreeDiskBytes()) {
            return Optional.of(Refusal.DISK_BELOW_FLOOR);
        }
        boolean isFull = segments.records() >= limits.capacity().maxRecords()
                || segments.bytes() >= limits.capacity().maxBytes();
        return isFull ? Optional.of(Refusal.INBOX_FULL) : Optional.empty();
    }

    /** Writes what waits and ends the active segment. */
    void close() {
        queue.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spare.close();
    }
}
