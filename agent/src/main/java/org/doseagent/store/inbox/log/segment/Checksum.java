package org.doseagent.store.inbox.log.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C of parts of a segment, started with the segment's salt. */
final class Checksum {

    private Checksum() {}

    /** Returns the checksum of a range of a buffer, whose position stays as it is. */
    static int of(long salt, ByteBuffer buffer, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
        crc.update(buffer.duplicate().position(start).limit(start + length));
        return (int) crc.getValue();
    }
}
