package org.doseagent.store.inbox.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.store.inbox.log.segment.SegmentFooter.Content;
import org.doseagent.store.inbox.log.segment.SegmentIndex.Entry;

/** Fills one segment from front to back. Frames are collected in a buffer and written in large pieces. Confined to the writer thread. */
public final class SegmentWriter implements Closeable {

    /** Large enough that a system call costs little beside the copying; a longer batch takes several. */
    private static final int STAGING = 1 << 20;

    private static final int MAX_EMPTY_WRITES = 16;

    private final Segment segment;
    private final LogStorage.Handle handle;
    private final LogLimits limits;
    private final ByteBuffer staging;
    private final List<Entry> pending = new ArrayList<>();
    private long flushed = SegmentHeader.LENGTH;
    private long durableEnd = SegmentHeader.LENGTH;
    private Instant newest = Instant.EPOCH;
    private int chain;

    public SegmentWriter(Segment segment, LogStorage.Handle handle, LogLimits limits, ByteBuffer staging) {
        this.segment = segment;
        this.handle = handle;
        this.limits = limits;
        this.staging = staging.clear();
        this.chain = FrameHeader.chainStart(segment.name());
    }

    /** Returns the buffer that all writers of a log share, one after the other; outside the heap, so that a write copies nothing. */
    public static ByteBuffer newStaging() {
        return ByteBuffer.allocateDirect(STAGING);
    }

    public Segment segment() {
        return segment;
    }

    /** Returns the offset up to which everything is on disk. */
    public long durableEnd() {
        return durableEnd;
    }

    /** Tells whether the frame, and the footer after it, fit into the space that was prepared. */
    public boolean hasRoomFor(Frame frame, long sequence) {
        long records = segment.records() + pending.size() + 1L;
        return records <= limits.maxSegmentRecords()
                && SegmentIndex.isInRange(segment.name().firstSequence(), sequence)
                && position() + frame.length() + SegmentFooter.length(records) <= limits.segmentBytes();
    }

    private long position() {
        return flushed + staging.position();
    }

    /** Adds a frame behind the last one; it is on disk after the next {@link #sync}. */
    public void append(Frame frame, long sequence, Instant receivedAt) throws IOException {
        pending.add(new Entry(sequence, position()));
        FrameHeader header = new FrameHeader(
                sequence,
                receivedAt,
                chain,
                durableEnd,
                frame.payloadLength(),
                frame.metadata().length,
                frame.payloadChecksum(),
                0);
        if (staging.remaining() < FrameHeader.LENGTH) {
            flush();
        }
        chain = header.encode(segment.name().salt(), staging);
        stage(ByteBuffer.wrap(frame.metadata()));
        stage(ByteBuffer.wrap(frame.dataSet()));
        stage(Frame.end(frame.payloadLength(), chain));
        newest = receivedAt.isAfter(newest) ? receivedAt : newest;
    }

    private void stage(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (!staging.hasRemaining()) {
                flush();
            }
            int length = Math.min(source.remaining(), staging.remaining());
            staging.put(source.slice(source.position(), length));
            source.position(source.position() + length);
        }
    }

    private void flush() throws IOException {
        staging.flip();
        int length = staging.remaining();
        writeFully(handle, staging, flushed);
        flushed += length;
        staging.clear();
    }

    /** Writes the whole buffer at a position of a file. */
    public static void writeFully(LogStorage.Handle handle, ByteBuffer source, long position) throws IOException {
        long at = position;
        int empty = 0;
        while (source.hasRemaining()) {
            int written = handle.write(source, at);
            at += written;
            empty = written > 0 ? 0 : empty + 1;
            if (empty == MAX_EMPTY_WRITES) {
                throw new IOException("the disk accepts no more bytes at offset " + at);
            }
        }
    }

    /** Makes all frames durable and shows them to readers. Returns how many bytes became durable. */
    public long sync() throws IOException {
        flush();
        handle.force();
        long bytes = flushed - durableEnd;
        durableEnd = flushed;
        segment.publish(pending, durableEnd, newest);
        pending.clear();
        return bytes;
    }

    /** Ends the segment after a {@link #sync}: writes the footer and gives the unused space back. */
    public void finish() throws IOException {
        SegmentIndex index = new SegmentIndex(segment.name().firstSequence());
        for (var entry = segment.atOrAfter(0);
                entry.isPresent();
                entry = segment.atOrAfter(entry.get().sequence() + 1)) {
            index.add(entry.get().sequence(), entry.get().offset());
        }
        segment.finish(finish(segment.name(), new Content(index, segment.newest(), durableEnd, 0), handle));
    }

    /** Writes the footer of a segment whose frames are on disk, and cuts the file behind it. */
    public static SegmentFooter finish(SegmentName name, Content content, LogStorage.Handle handle) throws IOException {
        ByteBuffer footer = SegmentFooter.encode(name, content);
        long size = content.end() + footer.remaining();
        ByteBuffer trailer = footer.slice(footer.limit() - SegmentFooter.TRAILER_LENGTH, SegmentFooter.TRAILER_LENGTH);
        writeFully(handle, footer, content.end());
        handle.force();
        handle.truncate(size);
        handle.force();
        return SegmentFooter.decode(name, trailer, size)
                .orElseThrow(() -> new IllegalStateException("a footer that was just made cannot be read"));
    }

    /** Cuts the file behind the last record that is on disk. The file is not used again: after a failed sync nothing says what it holds. */
    public void abandon() throws IOException {
        try (LogStorage.Handle abandoned = handle) {
            abandoned.truncate(durableEnd);
        }
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }
}
