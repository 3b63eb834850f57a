package org.doseagent.store.inbox.log.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.store.inbox.log.segment.InboxObject.Origin;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The content of a frame: five texts (SOP Instance UID, SOP Class UID, transfer syntax UID, calling AE title, peer), each as an unsigned
 * 16-bit length and UTF-8 bytes, then the data set. An absent text has the length 65535.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Frame(byte[] metadata, byte[] dataSet, int payloadChecksum) {

    /** The longest payload that any log may have; {@link LogLimits#maxObjectBytes()} is below. */
    static final int MAX_PAYLOAD = 1 << 29;

    /** The longest metadata: UIDs have 64 characters, AE titles 16, and a peer is an address. */
    public static final int MAX_METADATA = 4096;

    static final int TRAILER_LENGTH = 8;

    private static final int TRAILER_MAGIC = 0xE0D0F0A5;

    /** Ends the trailer of a frame whose payload was erased. */
    private static final int ERASED_MAGIC = 0xE0D0E8A5;

    private static final int ABSENT = 0xFFFF;

    /** Returns the bytes of a frame with such a payload: header, payload, padding, trailer. */
    static long length(long payloadLength) {
        long padded = (payloadLength + FrameHeader.ALIGNMENT - 1) / FrameHeader.ALIGNMENT * FrameHeader.ALIGNMENT;
        return FrameHeader.LENGTH + padded + TRAILER_LENGTH;
    }

    /** Returns the bytes of the longest frame that holds such a data set. */
    static long maxLength(long dataSetLength) {
        return length(MAX_METADATA + dataSetLength);
    }

    /** Encodes an object; empty if its texts are longer than {@link #MAX_METADATA} together. */
    public static Optional<Frame> of(InboxObject object) {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_METADATA);
        boolean fits = put(buffer, object.sopInstanceUid().value())
                && put(buffer, object.sopClassUid().value())
                && put(buffer, object.transferSyntaxUid().value())
                && put(
                        buffer,
                        object.origin().callingAeTitle().map(AeTitle::value).orElse(null))
                && put(buffer, object.origin().peer().map(Peer::value).orElse(null));
        if (!fits) {
            return Optional.empty();
        }
        byte[] metadata = new byte[buffer.position()];
        buffer.flip().get(metadata);
        CRC32C crc = new CRC32C();
        crc.update(metadata);
        crc.update(object.dataSet());
        return Optional.of(new Frame(metadata, object.dataSet(), (int) crc.getValue()));
    }

    private static boolean put(ByteBuffer buffer, @Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (buffer.remaining() < Short.BYTES + bytes.length) {
            return false;
        }
        buffer.putShort((short) (text == null ? ABSENT : bytes.length)).put(bytes);
        return true;
    }

    public int payloadLength() {
        return metadata.length + dataSet.length;
    }

    public long length() {
        return length(payloadLength());
    }

    /** Returns what ends a frame: zeros up to a multiple of eight, and eight bytes that are never zero. */
    public static ByteBuffer end(int payloadLength, int checksum) {
        int padding = (int) (length(payloadLength) - FrameHeader.LENGTH - TRAILER_LENGTH - payloadLength);
        return ByteBuffer.allocate(padding + TRAILER_LENGTH)
                .position(padding)
                .putInt(checksum)
                .putInt(TRAILER_MAGIC)
                .rewind();
    }

    /**
     * Returns the trailer of a frame whose payload was erased: it depends on salt and header, so that damage or another frame is not
     * mistaken for it. The header stays as it is, and so does the chain of the frames.
     */
    static ByteBuffer erasedTrailer(long salt, FrameHeader header) {
        ByteBuffer trailer =
                ByteBuffer.allocate(TRAILER_LENGTH).putInt(header.checksum()).putInt(ERASED_MAGIC);
        return trailer.putInt(0, Checksum.of(salt, trailer, 0, TRAILER_LENGTH)).rewind();
    }

    /** Tells whether the trailer is that of a frame whose payload was erased. */
    static boolean isErased(long salt, FrameHeader header, ByteBuffer trailer) {
        return erasedTrailer(salt, header).equals(trailer);
    }

    /** Tells whether the payload at the buffer's position is the one that the header names. */
    static boolean isIntact(FrameHeader header, ByteBuffer payload) {
        if (payload.remaining() != header.payloadLength()) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(payload.duplicate());
        return (int) crc.getValue() == header.payloadChecksum();
    }

    /** Decodes an intact payload; empty if the texts in it are no texts of ours. */
    public static Optional<InboxObject> decode(FrameHeader header, ByteBuffer payload) {
        ByteBuffer metadata = payload.duplicate().limit(payload.position() + header.metadataLength());
        String[] texts = new String[5];
        for (int i = 0; i < texts.length; i++) {
            int length = metadata.remaining() < Short.BYTES ? -1 : metadata.getShort() & 0xFFFF;
            if (length == -1 || (length != ABSENT && length > metadata.remaining()) || (length == ABSENT && i < 3)) {
                return Optional.empty();
            }
            byte[] bytes = new byte[length == ABSENT ? 0 : length];
            metadata.get(bytes);
            texts[i] = new String(bytes, StandardCharsets.UTF_8);
        }
        if (metadata.hasRemaining() || texts[0].isBlank() || texts[3].length() > AeTitle.MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] dataSet = new byte[header.payloadLength() - header.metadataLength()];
        payload.get(payload.position() + header.metadataLength(), dataSet);
        Origin origin = new Origin(
                header.receivedAt(),
                Optional.of(texts[3]).filter(title -> !title.isBlank()).map(AeTitle::new),
                Optional.of(texts[4]).filter(peer -> !peer.isEmpty()).map(Peer::new));
        return Optional.of(new InboxObject(
                new SopInstanceUid(texts[0]),
                new SopClassUid(texts[1]),
                new TransferSyntaxUid(texts[2]),
                origin,
                dataSet));
    }
}
