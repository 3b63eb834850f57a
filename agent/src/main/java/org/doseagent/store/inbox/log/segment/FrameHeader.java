package org.doseagent.store.inbox.log.segment;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The start of a frame, at an offset that is a multiple of eight, so that no number in it is torn:
 *
 * <pre>
 *  0 int  magic                                        32 int  nanoseconds of the second
 *  4 int  CRC32C of the salt and of bytes 8 to 55      36 int  CRC32C (field 4) of the frame before
 *  8 int  payload length                               40 long durable end
 * 12 int  length of the metadata in the payload        48 int  CRC32C of the payload
 * 16 long sequence number                              52 int  0
 * 24 long time received, seconds since 1970
 * </pre>
 *
 * The payload follows, then zeros up to a multiple of eight, then a trailer of eight bytes that are never zero. The header's checksum
 * covers the checksum of the payload and the one of the frame before: the frames of a segment are a chain.
 *
 * @param previous the checksum of the frame before
 * @param durableEnd offset in this segment up to which everything was synced when this frame was written. A bad place below the durable
 *     end of a later frame is damage; a bad place above all of them may be a write that the power failure cut
 * @param checksum the checksum of this header
 */
public record FrameHeader(
        long sequence,
        Instant receivedAt,
        int previous,
        long durableEnd,
        int payloadLength,
        int metadataLength,
        int payloadChecksum,
        int checksum) {

    public static final int LENGTH = 56;
    static final int ALIGNMENT = 8;
    static final int MAGIC = 0xD05E1065;

    private static final int CHECKED_FROM = 8;
    private static final int MAX_NANOS = 999_999_999;

    /** Returns what the first frame of a segment has as the checksum of the frame before. */
    public static int chainStart(SegmentName name) {
        ByteBuffer first = ByteBuffer.allocate(Long.BYTES).putLong(0, name.firstSequence());
        return Checksum.of(name.salt(), first, 0, Long.BYTES);
    }

    /** Writes the header at the buffer's position; its own checksum is computed and returned. */
    public int encode(long salt, ByteBuffer target) {
        int start = target.position();
        target.putInt(MAGIC)
                .putInt(0)
                .putInt(payloadLength)
                .putInt(metadataLength)
                .putLong(sequence);
        target.putLong(receivedAt.getEpochSecond()).putInt(receivedAt.getNano());
        target.putInt(previous).putLong(durableEnd).putInt(payloadChecksum).putInt(0);
        int sum = Checksum.of(salt, target, start + CHECKED_FROM, LENGTH - CHECKED_FROM);
        target.putInt(start + 4, sum);
        return sum;
    }

    /** Returns the header at a position of the buffer; empty if there is no intact one with lengths that are possible at all. */
    public static Optional<FrameHeader> decode(long salt, ByteBuffer source, int at) {
        if (source.limit() - at < LENGTH || source.getInt(at) != MAGIC) {
            return Optional.empty();
        }
        int sum = source.getInt(at + 4);
        if (sum != Checksum.of(salt, source, at + CHECKED_FROM, LENGTH - CHECKED_FROM)) {
            return Optional.empty();
        }
        int payloadLength = source.getInt(at + 8);
        int metadataLength = source.getInt(at + 12);
        long sequence = source.getLong(at + 16);
        long seconds = source.getLong(at + 24);
        int nanos = source.getInt(at + 32);
        boolean isPossible = payloadLength >= 0
                && payloadLength <= Frame.MAX_PAYLOAD
                && metadataLength >= 0
                && metadataLength <= Math.min(payloadLength, Frame.MAX_METADATA)
                && sequence > 0
                && nanos >= 0
                && nanos <= MAX_NANOS
                && seconds >= Instant.MIN.getEpochSecond()
                && seconds <= Instant.MAX.getEpochSecond();
        return isPossible
                ? Optional.of(new FrameHeader(
                        sequence,
                        Instant.ofEpochSecond(seconds, nanos),
                        source.getInt(at + 36),
                        source.getLong(at + 40),
                        payloadLength,
                        metadataLength,
                        source.getInt(at + 48),
                        sum))
                : Optional.empty();
    }

    /** Returns where the trailer of a frame that starts at this offset is. */
    long trailerOf(long start) {
        return start + frameLength() - Frame.TRAILER_LENGTH;
    }

    /** Returns the bytes of the whole frame with padding and trailer. */
    long frameLength() {
        return Frame.length(payloadLength);
    }
}
