package org.doseagent.net.pdu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PDU bytes to values (PS3.8 9.3, PS3.7 D.3.3). Every length is checked against the bytes that are left. */
public final class PduDecoder {

    public static final int HEADER_BYTES = 6;

    static final int ASSOCIATE_RQ = 1;
    static final int ASSOCIATE_AC = 2;
    static final int ASSOCIATE_RJ = 3;
    static final int P_DATA_TF = 4;
    static final int RELEASE_RQ = 5;
    static final int RELEASE_RP = 6;
    static final int ABORT = 7;

    /** Limit of every PDU but P-DATA-TF: an A-ASSOCIATE-RQ with 128 contexts of many syntaxes, more than any real peer sends. */
    public static final int MAX_CONTROL_PDU = 128 * 1024;

    /** First byte of a TLS handshake record (RFC 8446 5.1); its version follows. */
    private static final int TLS_HANDSHAKE = 0x16;

    private static final int TLS_MAJOR_VERSION = 3;

    /** Presentation context ids are odd and have one byte (PS3.8 9.3.2.2). */
    private static final int MAX_CONTEXTS = 128;

    private static final int MAX_SYNTAXES = 64;
    private static final int MAX_ROLES = 128;

    private PduDecoder() {}

    /**
     * Returns how many bytes follow the six bytes of the header at {@code offset}.
     *
     * @param maxDataPdu the limit of a P-DATA-TF
     * @throws PduException if the type does not exist or the length is above its limit; the message names other protocols where it can
     */
    public static int bodyLength(byte[] buffer, int offset, int maxDataPdu) throws PduException {
        int type = buffer[offset] & 0xFF;
        if (type == TLS_HANDSHAKE && buffer[offset + 1] == TLS_MAJOR_VERSION) {
            throw new PduException(
                    PduException.UNRECOGNISED_PDU, "the peer sent a TLS ClientHello to the port without TLS");
        }
        if (type < ASSOCIATE_RQ || type > ABORT) {
            throw new PduException(PduException.UNRECOGNISED_PDU, "PDU type " + type + " does not exist");
        }
        int max = type == P_DATA_TF ? maxDataPdu : MAX_CONTROL_PDU;
        int length = length(buffer, offset + 2);
        if (length < 0 || length > max) { // negative: the unsigned value is above 2 GiB
            throw invalid("PDU length " + Integer.toUnsignedString(length) + " above the limit " + max);
        }
        return length;
    }

    /** Reads a four-byte length, big endian; negative above 2 GiB. */
    static int length(byte[] buffer, int at) {
        return (buffer[at] & 0xFF) << 24
                | (buffer[at + 1] & 0xFF) << 16
                | (buffer[at + 2] & 0xFF) << 8
                | (buffer[at + 3] & 0xFF);
    }

    /**
     * Decodes a whole PDU, of which {@code offset} is the first byte of the header and {@code length} the bytes that follow the header.
     * A P-DATA-TF is a view of the buffer, not a copy.
     */
    public static Pdu decode(byte[] buffer, int offset, int length) throws PduException {
        int type = buffer[offset] & 0xFF;
        ByteBuffer in = ByteBuffer.wrap(buffer, offset + HEADER_BYTES, length).slice();
        return switch (type) {
            case ASSOCIATE_RQ, ASSOCIATE_AC -> associate(type, in);
            case ASSOCIATE_RJ -> {
                need(in, 4, "A-ASSOCIATE-RJ");
                yield new Pdu.AssociateReject(in.get(1), in.get(2), in.get(3));
            }
            case P_DATA_TF -> data(buffer, offset + HEADER_BYTES, length);
            case RELEASE_RQ -> new Pdu.ReleaseRequest();
            case RELEASE_RP -> new Pdu.ReleaseResponse();
            case ABORT -> {
                need(in, 4, "A-ABORT");
                yield new Pdu.Abort(in.get(2), in.get(3));
            }
            default -> throw new PduException(PduException.UNRECOGNISED_PDU, "PDU type " + type + " does not exist");
        };
    }

    private static Pdu data(byte[] buffer, int offset, int length) throws PduException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int left = end - at - 4;
            if (left < 2) {
                throw invalid("presentation data value needs 6 bytes, " + (end - at) + " are left");
            }
            int valueLength = length(buffer, at);
            if (valueLength < 2 || valueLength > left) {
                throw invalid("presentation data value of " + Integer.toUnsignedString(valueLength) + " bytes, " + left
                        + " are left");
            }
            at += 4 + valueLength;
        }
        return new Pdu.PData(buffer, offset, length);
    }

    private static Pdu associate(int type, ByteBuffer in) throws PduException {
        need(in, 68, "A-ASSOCIATE");
        int version = in.getShort() & 0xFFFF;
        in.getShort();
        String called = text(in, 16);
        String calling = text(in, 16);
        in.position(in.position() + 32);
        String application = "";
        List<Pdu.ProposedContext> proposed = new ArrayList<>();
        List<Pdu.AnsweredContext> answered = new ArrayList<>();
        Pdu.UserInformation user = new Pdu.UserInformation(0, "", "", false, List.of(), false);
        while (in.hasRemaining()) {
            int itemType = itemType(in);
            ByteBuffer item = itemBody(in);
            if (proposed.size() + answered.size() > MAX_CONTEXTS) {
                throw invalid("more than " + MAX_CONTEXTS + " presentation contexts");
            }
            switch (itemType) {
                case 0x10 -> application = text(item, item.remaining());
                case 0x20 -> proposed.add(proposedContext(item));
                case 0x21 -> answered.add(answeredContext(item));
                case 0x50 -> user = userInformation(item);
                default -> {} // an unknown item is skipped
            }
        }
        return type == ASSOCIATE_RQ
                ? new Pdu.AssociateRequest(version, new Pdu.Titles(new Pdu.Titles.Called(called), new Pdu.Titles.Calling(calling)), application, List.copyOf(proposed), user)
                : new Pdu.AssociateAccept(new Pdu.Titles(new Pdu.Titles.Called(called), new Pdu.Titles.Calling(calling)), List.copyOf(answered), user);
    }

    private static Pdu.ProposedContext proposedContext(ByteBuffer in) throws PduException {
        need(in, 4, "presentation context");
        int id = in.get() & 0xFF;
        in.position(in.position() + 3);
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = itemType(in);
            ByteBuffer item = itemBody(in);
            if (type == 0x30) {
                abstractSyntax = text(item, item.remaining());
            } else if (type == 0x40 && transferSyntaxes.size() < MAX_SYNTAXES) {
                transferSyntaxes.add(text(item, item.remaining()));
            }
        }
        return new Pdu.ProposedContext(id, abstractSyntax, List.copyOf(transferSyntaxes));
    }

    private static Pdu.AnsweredContext answeredContext(ByteBuffer in) throws PduException {
        need(in, 4, "presentation context");
        int id = in.get() & 0xFF;
        in.get();
        int result = in.get() & 0xFF;
        in.get();
        String transferSyntax = "";
        while (in.hasRemaining()) {
            int type = itemType(in);
            ByteBuffer item = itemBody(in);
            if (type == 0x40) {
                transferSyntax = text(item, item.remaining());
            }
        }
        return new Pdu.AnsweredContext(id, result, transferSyntax);
    }

    private static Pdu.UserInformation userInformation(ByteBuffer in) throws PduException {
        long maxLength = 0;
        String implementation = "";
        String version = "";
        boolean hasAsyncWindow = false;
        boolean wantsIdentityAnswer = false;
        List<Pdu.Role> roles = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = itemType(in);
            ByteBuffer item = itemBody(in);
            switch (type) {
                case 0x51 -> {
                    need(item, 4, "maximum length");
                    maxLength = item.getInt() & 0xFFFFFFFFL;
                }
                case 0x52 -> implementation = text(item, item.remaining());
                case 0x55 -> version = text(item, item.remaining());
                case 0x53 -> hasAsyncWindow = true;
                case 0x54 -> {
                    if (roles.size() < MAX_ROLES) {
                        roles.add(role(item));
                    }
                }
                case 0x58 -> {
                    need(item, 2, "user identity");
                    item.get();
                    wantsIdentityAnswer = item.get() == 1;
                }
                default -> {} // PS3.7 D.3.3: unknown sub-items are skipped; extended negotiation needs no answer
            }
        }
        return new Pdu.UserInformation(maxLength, implementation, version, hasAsyncWindow, roles, wantsIdentityAnswer);
    }

    private static Pdu.Role role(ByteBuffer item) throws PduException {
        need(item, 2, "role selection");
        int length = item.getShort() & 0xFFFF;
        need(item, length + 2, "role selection");
        return new Pdu.Role(text(item, length), item.get(), item.get());
    }

    private static int itemType(ByteBuffer in) throws PduException {
        need(in, 4, "item header");
        int type = in.get() & 0xFF;
        in.get();
        return type;
    }

    private static ByteBuffer itemBody(ByteBuffer in) throws PduException {
        int length = in.getShort() & 0xFFFF;
        need(in, length, "item");
        ByteBuffer body = in.slice(in.position(), length);
        in.position(in.position() + length);
        return body;
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    }

    private static void need(ByteBuffer in, int count, String what) throws PduException {
        if (in.remaining() < count) {
            throw invalid(what + " needs " + count + " bytes, " + in.remaining() + " are left");
        }
    }

    private static PduException invalid(String message) {
        return new PduException(PduException.INVALID_PARAMETER, message);
    }
}
