package org.doseagent.store.inbox.log.segment;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * What a finished segment ends with: a magic number of eight bytes, the index, and this trailer, which is the end of the file. It is
 * written when all frames are on disk. A segment that has one is not scanned when the log is opened.
 *
 * <pre>
 *  0 long magic                          32 long time of the newest record, milliseconds since 1970
 *  8 int  CRC32C of the trailer          40 long end of the frames, where the magic before the index is
 * 12 int  records                        48 int  damaged places; with any, the segment is scanned at each start
 * 16 int  CRC32C of the index            52 int  0
 * 20 int  0                              56 long magic
 * 24 long last sequence number, 0 if none
 * </pre>
 */
public record SegmentFooter(
        int records, long lastSequence, long newestMillis, long end, int indexChecksum, int damagedPlaces) {

    static final long INDEX_MAGIC = 0xD05E1DE8494E4458L;
    public static final int TRAILER_LENGTH = 64;

    private static final long MAGIC = 0xD05EF007FEE7D05EL;
    private static final int CHECKED_FROM = 12;

    /** Returns the bytes of index and trailer for so many records. */
    public static long length(long records) {
        return Long.BYTES + records * SegmentIndex.ENTRY_LENGTH + TRAILER_LENGTH;
    }

    /** What a segment holds when it is finished. */
    public record Content(SegmentIndex index, Instant newest, long end, int damagedPlaces) {}

    static ByteBuffer encode(SegmentName name, Content content) {
        int records = content.index().count();
        ByteBuffer buffer = ByteBuffer.allocate((int) length(records));
        buffer.putLong(INDEX_MAGIC);
        content.index().encode(buffer);
        int indexChecksum = Checksum.of(name.salt(), buffer, Long.BYTES, records * SegmentIndex.ENTRY_LENGTH);
        int start = buffer.position();
        buffer.putLong(MAGIC).putInt(0).putInt(records).putInt(indexChecksum).putInt(0);
        buffer.putLong(content.index().lastSequence()).putLong(content.newest().toEpochMilli());
        buffer.putLong(content.end()).putInt(content.damagedPlaces()).putInt(0).putLong(MAGIC);
        buffer.putInt(start + 8, checksum(name, buffer, start));
        return buffer.rewind();
    }

    /** Returns the trailer of a file of this size; empty if the segment was not finished, or if the trailer is damaged. */
    public static Optional<SegmentFooter> decode(SegmentName name, ByteBuffer trailer, long fileSize) {
        if (trailer.remaining() != TRAILER_LENGTH
                || trailer.getLong(0) != MAGIC
                || trailer.getLong(56) != MAGIC
                || trailer.getInt(8) != checksum(name, trailer, 0)) {
            return Optional.empty();
        }
        SegmentFooter footer = new SegmentFooter(
                trailer.getInt(12),
                trailer.getLong(24),
                trailer.getLong(32),
                trailer.getLong(40),
                trailer.getInt(16),
                trailer.getInt(48));
        boolean isPossible = footer.records >= 0
                && footer.end >= SegmentHeader.LENGTH
                && footer.end + length(footer.records) == fileSize;
        return isPossible ? Optional.of(footer) : Optional.empty();
    }

    /** Reads the index, which starts with its magic number; empty if it is damaged. */
    Optional<SegmentIndex> decodeIndex(SegmentName name, ByteBuffer source) {
        int length = records * SegmentIndex.ENTRY_LENGTH;
        if (source.remaining() != Long.BYTES + length
                || source.getLong(0) != INDEX_MAGIC
                || indexChecksum != Checksum.of(name.salt(), source, Long.BYTES, length)) {
            return Optional.empty();
        }
        return Optional.of(
                SegmentIndex.decode(name.firstSequence(), source.duplicate().position(Long.BYTES), records));
    }

    private static int checksum(SegmentName name, ByteBuffer buffer, int start) {
        return Checksum.of(name.salt(), buffer, start + CHECKED_FROM, TRAILER_LENGTH - CHECKED_FROM);
    }
}
