package org.doseagent.store.inbox.log;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.LogStorage;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.SegmentWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the next segment file ready, filled with zeros and synced, so that a sync of frames has to write their bytes and nothing about
 * the file. A thread of its own fills it, so that no put waits for 64 MiB of zeros. Thread-safe.
 */
final class SpareSegment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpareSegment.class);

    private static final String READY_FILE = "spare.zero";
    private static final String PART_FILE = "spare.part";

    /** Zeros are written and synced in small steps, so that they do not delay the sync of a batch for long (decision 0018). */
    private static final int PIECE = 1 << 20;

    /** How long a put may wait for a new segment; a disk that takes longer counts as failed. */
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private enum State {
        WANTED,
        READY,
        FAILED,
        CLOSED
    }

    private final LogStorage storage;
    private final LogLimits limits;
    private final Thread thread;
    private final Object lock = new Object();
    private State state;
    private @Nullable Throwable failure;

    SpareSegment(LogStorage storage, LogLimits limits, ThreadFactory threads) throws IOException {
        this.storage = storage;
        this.limits = limits;
        storage.delete(PART_FILE);
        this.state = isPresent() ? State.READY : State.WANTED;
        this.thread = threads.newThread(this::prepareAll);
        thread.start();
    }

    private boolean isPresent() throws IOException {
        List<String> names = storage.names();
        if (!names.contains(READY_FILE)) {
            return false;
        }
        try (LogStorage.Handle spare = storage.openForReading(READY_FILE)) {
            return spare.size() == limits.segmentBytes();
        }
    }

    /**
     * Turns the spare file into a segment whose header is on disk, and has the next one prepared. Waits for it if it is not ready; if an
     * earlier attempt failed, there is a new one.
     *
     * @throws NoRoomException if the disk has no room for it
     */
    LogStorage.Handle take(SegmentHeader header) throws IOException {
        await();
        LogStorage.Handle handle = storage.openForWriting(READY_FILE);
        try {
            SegmentWriter.writeFully(handle, header.encode(), 0);
            handle.force();
            storage.rename(READY_FILE, header.name().file());
            storage.syncFolder();
        } catch (IOException e) {
            handle.close();
            throw e;
        } finally {
            set(State.WANTED, null);
        }
        return handle;
    }

    private void await() throws IOException {
        synchronized (lock) {
            if (state == State.FAILED) {
                set(State.WANTED, null);
            }
            long deadline = System.nanoTime() + MAX_WAIT_NANOS;
            while (state == State.WANTED && System.nanoTime() < deadline) {
                try {
                    lock.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while a segment was made");
                }
            }
            if (failure instanceof NoRoomException noRoom) {
                throw new NoRoomException(noRoom.refusal());
            }
            if (state != State.READY) {
                throw new IOException("no new segment: " + state, failure);
            }
        }
    }

    private void set(State next, @Nullable Throwable cause) {
        synchronized (lock) {
            if (state != State.CLOSED) {
                state = next;
                failure = cause;
            }
            lock.notifyAll();
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return state == State.CLOSED;
        }
    }

    private void prepareAll() {
        while (awaitWanted()) {
            try {
                prepare();
                set(State.READY, null);
            } catch (Throwable e) {
                // Whatever it was, the writer gets it, and asks again with the next put.
                discard();
                set(State.FAILED, e);
            }
        }
    }

    private boolean awaitWanted() {
        synchronized (lock) {
            while (state != State.WANTED && state != State.CLOSED) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return state == State.WANTED;
        }
    }

    private void prepare() throws IOException {
        long usable = storage.usableBytes();
        if (usable < limits.segmentBytes()) {
            throw new NoRoomException(Refusal.NO_SPACE);
        }
        if (usable - limits.segmentBytes() < limits.capacity().minFreeDiskBytes()) {
            throw new NoRoomException(Refusal.DISK_BELOW_FLOOR);
        }
        try (LogStorage.Handle part = storage.create(PART_FILE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
            for (long at = 0; at < limits.segmentBytes() && !isClosed(); at += PIECE) {
                zeros.clear().limit((int) Math.min(PIECE, limits.segmentBytes() - at));
                SegmentWriter.writeFully(part, zeros, at);
                part.force();
            }
        }
        if (isClosed()) {
            discard();
            return;
        }
        storage.rename(PART_FILE, READY_FILE);
        storage.syncFolder();
    }

    private void discard() {
        try {
            storage.delete(PART_FILE);
        } catch (IOException e) {
            LOG.warn("event=inbox-spare-not-deleted cause={}", e.getClass().getSimpleName());
        }
    }

    /** Stops the preparation. A file that is ready is kept for the next start. */
    @Override
    public void close() {
        set(State.CLOSED, null);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
