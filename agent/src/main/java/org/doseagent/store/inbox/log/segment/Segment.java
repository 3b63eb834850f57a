package org.doseagent.store.inbox.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.inbox.log.segment.LogDamage.Extent;
import org.doseagent.store.inbox.log.segment.LogDamage.Kind;
import org.doseagent.store.inbox.log.segment.LogDamage.Suspects;
import org.doseagent.store.inbox.log.segment.SegmentIndex.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One segment as readers see it: only what was synced. The index of a finished segment is read when it is needed and given back by
 * {@link #release}, so that the memory does not grow with the log. Thread-safe.
 */
public final class Segment {

    /** How many zeros are written at once. */
    private static final int ZEROS = 1 << 20;

    private final SegmentName name;
    private final LogStorage storage;
    private final DamageReports reports;

    private volatile int records;
    private volatile long lastSequence;
    private volatile long end;
    private volatile Instant newest;
    private volatile boolean isDropped;

    /** Null while it has to be read from the footer; never null in a segment without one. */
    private volatile @Nullable SegmentIndex index;

    private @Nullable SegmentFooter footer;
    private LogStorage.@Nullable Handle handle;

    private Segment(SegmentName name, LogStorage storage, DamageReports reports) {
        this.name = name;
        this.storage = storage;
        this.reports = reports;
        this.end = SegmentHeader.LENGTH;
        this.newest = Instant.EPOCH;
    }

    /** A segment that was just made; {@link #publish} adds records to it. */
    public static Segment ofNew(SegmentName name, LogStorage storage, DamageReports reports) {
        Segment segment = new Segment(name, storage, reports);
        segment.index = new SegmentIndex(name.firstSequence());
        return segment;
    }

    /** A finished segment, known from its footer. */
    public static Segment ofFooter(SegmentName name, SegmentFooter footer, LogStorage storage, DamageReports reports) {
        Segment segment = new Segment(name, storage, reports);
        segment.finish(footer);
        return segment;
    }

    /** A segment that was scanned. */
    public static Segment ofScan(SegmentName name, SegmentScan.Result scan, LogStorage storage, DamageReports reports) {
        Segment segment = new Segment(name, storage, reports);
        segment.take(scan);
        return segment;
    }

    private void take(SegmentScan.Result scan) {
        index = scan.index();
        records = scan.index().count();
        lastSequence = scan.index().lastSequence();
        end = scan.end();
        newest = scan.newest();
    }

    /** Makes records visible that are on disk now. Called by the writer alone. */
    void publish(List<Entry> synced, long newEnd, Instant newestTime) {
        SegmentIndex known = index;
        if (known == null || synced.isEmpty()) {
            return;
        }
        for (Entry entry : synced) {
            known.add(entry.sequence(), entry.offset());
        }
        end = newEnd;
        newest = newestTime.isAfter(newest) ? newestTime : newest;
        records = known.count();
        lastSequence = known.lastSequence();
    }

    /** The footer is on disk: from now on the index may be read from there. */
    public synchronized void finish(SegmentFooter written) {
        footer = written;
        records = written.records();
        lastSequence = written.lastSequence();
        end = written.end();
        newest = Instant.ofEpochMilli(written.newestMillis());
    }

    public SegmentName name() {
        return name;
    }

    public int records() {
        return records;
    }

    /** Returns the last sequence number; 0 if the segment is empty. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Returns a number that no record of this segment is above, whether or not it has records. */
    public long lastPossibleSequence() {
        return Math.max(name.firstSequence(), lastSequence);
    }

    /** Tells whether the segment has its footer: nothing is added any more. */
    public synchronized boolean isFinished() {
        return footer != null;
    }

    /** Tells whether the segment is finished, without records and without damage. */
    public synchronized boolean isWorthless() {
        return footer != null && footer.records() == 0 && footer.damagedPlaces() == 0;
    }

    /** Returns the end of the frames in the file. */
    public long end() {
        return end;
    }

    public Instant newest() {
        return newest;
    }

    /** Returns the record with this sequence number, else the next one of this segment. */
    public Optional<Entry> atOrAfter(long sequence) throws IOException {
        SegmentIndex known = index;
        return (known == null ? load() : known).atOrAfter(sequence);
    }

    private synchronized SegmentIndex load() throws IOException {
        SegmentIndex known = index;
        if (known != null) {
            return known;
        }
        SegmentFooter present = footer;
        if (present == null) {
            throw new IllegalStateException("segment without index and footer");
        }
        int length = Long.BYTES + present.records() * SegmentIndex.ENTRY_LENGTH;
        ByteBuffer buffer = ByteBuffer.allocate(length);
        readFully(buffer, present.end());
        Optional<SegmentIndex> loaded = present.decodeIndex(name, buffer.rewind());
        if (loaded.isEmpty()) {
            reports.report(new LogDamage(name.file(), Kind.INDEX, new Extent(present.end(), length), Suspects.NONE));
        }
        SegmentIndex result =
                loaded.isPresent() ? loaded.get() : scan(SegmentHeader.LENGTH).index();
        index = result;
        return result;
    }

    /**
     * Returns the object that starts here.
     *
     * <p>Empty when its bytes are damaged, which is reported, or when the segment was dropped meanwhile.
     *
     * @throws IOException if the disk cannot read it; that is reported too
     */
    public synchronized Optional<StoredObject> read(Entry entry) throws IOException {
        try {
            ByteBuffer head = ByteBuffer.allocate(FrameHeader.LENGTH);
            readFully(head, entry.offset());
            Optional<FrameHeader> header = FrameHeader.decode(name.salt(), head, 0)
                    .filter(found -> found.sequence() == entry.sequence()
                            && entry.offset() + FrameHeader.LENGTH + found.payloadLength() <= end);
            if (header.isEmpty()) {
                report(Kind.RECORD_HEADER, entry, FrameHeader.LENGTH);
                return Optional.empty();
            }
            ByteBuffer payload = ByteBuffer.allocate(header.get().payloadLength());
            readFully(payload, entry.offset() + FrameHeader.LENGTH);
            payload.rewind();
            Optional<InboxObject> object =
                    Frame.isIntact(header.get(), payload) ? Frame.decode(header.get(), payload) : Optional.empty();
            if (object.isEmpty() && !isErased(entry, header.get())) {
                report(Kind.RECORD_CONTENT, entry, header.get().frameLength());
            }
            return object.map(found -> new StoredObject(entry.sequence(), found));
        } catch (ClosedChannelException e) {
            // The reading thread was interrupted; the disk is well.
            throw e;
        } catch (IOException e) {
            if (isDropped) {
                return Optional.empty();
            }
            report(Kind.UNREADABLE, entry, FrameHeader.LENGTH);
            throw e;
        }
    }

    private boolean isErased(Entry entry, FrameHeader header) throws IOException {
        ByteBuffer trailer = ByteBuffer.allocate(Frame.TRAILER_LENGTH);
        readFully(trailer, header.trailerOf(entry.offset()));
        return Frame.isErased(name.salt(), header, trailer.rewind());
    }

    /**
     * Overwrites the payload of a record with zeros and returns once that is on disk. The mark in the trailer is written first: if the power
     * fails in between, a repetition completes it.
     *
     * @return false if there is no intact header, so that the length of the record is not known
     */
    public synchronized boolean erase(Entry entry) throws IOException {
        try (LogStorage.Handle target = storage.openForWriting(name.file())) {
            ByteBuffer head = ByteBuffer.allocate(FrameHeader.LENGTH);
            SegmentBytes.readFully(target, head, entry.offset());
            Optional<FrameHeader> header = FrameHeader.decode(name.salt(), head, 0)
                    .filter(found -> found.sequence() == entry.sequence()
                            && entry.offset() + FrameHeader.LENGTH + found.payloadLength() <= end);
            if (header.isEmpty()) {
                return false;
            }
            SegmentWriter.writeFully(
                    target,
                    Frame.erasedTrailer(name.salt(), header.get()),
                    header.get().trailerOf(entry.offset()));
            target.force();
            long at = entry.offset() + FrameHeader.LENGTH;
            long payloadEnd = at + header.get().payloadLength();
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS, Math.max(1, payloadEnd - at)));
            for (; at < payloadEnd; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), payloadEnd - at));
                SegmentWriter.writeFully(target, zeros, at);
            }
            target.force();
            return true;
        } catch (NoSuchFileException e) {
            return true; // the segment was dropped meanwhile, and the record with it
        }
    }

    private void report(Kind kind, Entry entry, long length) {
        Suspects suspects = new Suspects(entry.sequence(), entry.sequence());
        reports.report(new LogDamage(name.file(), kind, new Extent(entry.offset(), length), suspects));
    }

    /** A failed read, an interrupt among them, may leave the file closed: the next read opens it again. */
    private void readFully(ByteBuffer target, long position) throws IOException {
        LogStorage.Handle open = handle;
        if (open == null) {
            open = storage.openForReading(name.file());
            handle = open;
        }
        try {
            SegmentBytes.readFully(open, target, position);
        } catch (IOException e) {
            handle = null;
            open.close();
            throw e;
        }
    }

    /** Reads every byte of the records that are on disk now and reports all damage. */
    public SegmentScan.Result verify() throws IOException {
        SegmentScan.Result result = scan(end);
        result.damage().forEach(reports::report);
        return result;
    }

    private SegmentScan.Result scan(long atLeast) throws IOException {
        try (LogStorage.Handle scanned = storage.openForReading(name.file())) {
            return SegmentScan.ofDurable(name, new SegmentBytes(scanned, Math.max(atLeast, end)));
        } catch (NoSuchFileException e) {
            isDropped = true;
            throw e;
        }
    }

    /** Closes the file and forgets the index, where the footer has it. */
    public synchronized void release() throws IOException {
        if (footer != null) {
            index = null;
        }
        LogStorage.Handle open = handle;
        handle = null;
        if (open != null) {
            open.close();
        }
    }

    /** Deletes the file. */
    public synchronized void drop() throws IOException {
        isDropped = true;
        release();
        storage.delete(name.file());
    }
}
