package org.doseagent.store.inbox.log.segment;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first block of a segment. It is on disk before the first frame is written, and no frame shares its disk sector. Numbers are big
 * endian, as everywhere in the log:
 *
 * <pre>
 *  0 long magic "DOSEINBX"      24 long first sequence of the segment before this one, 0 if there is none
 *  8 int  version               32 long end of its good frames: whatever follows there was never acknowledged
 * 12 int  CRC32C of the block   40 zeros up to 4096
 * 16 long salt
 * </pre>
 */
public record SegmentHeader(SegmentName name, long previousFirst, long previousEnd) {

    /** One page: a torn write of the first frame cannot reach the header. */
    public static final int LENGTH = 4096;

    private static final long MAGIC = 0x444F5345494E4258L;
    private static final int VERSION = 1;
    private static final int CHECKED_FROM = 16;

    public ByteBuffer encode() {
        ByteBuffer block = ByteBuffer.allocate(LENGTH);
        block.putLong(MAGIC).putInt(VERSION).putInt(0);
        block.putLong(name.salt()).putLong(previousFirst).putLong(previousEnd);
        block.putInt(12, checksum(name, block));
        return block.rewind();
    }

    /** Returns the header of a segment of this name; empty if it is damaged. */
    public static Optional<SegmentHeader> decode(SegmentName name, ByteBuffer block) {
        if (block.remaining() < LENGTH
                || block.getLong(0) != MAGIC
                || block.getInt(8) != VERSION
                || block.getInt(12) != checksum(name, block)) {
            return Optional.empty();
        }
        return Optional.of(new SegmentHeader(name, block.getLong(24), block.getLong(32)));
    }

    private static int checksum(SegmentName name, ByteBuffer block) {
        return Checksum.of(name.salt(), block, CHECKED_FROM, LENGTH - CHECKED_FROM);
    }
}
