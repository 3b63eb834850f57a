package org.doseagent.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PDU bytes to values (PS3.8 9.3, PS3.7 D.3.3). Bytes only; every length is checked against what is left. */
final class PduDecoder {

    static final int ASSOCIATE_RQ = 1;
    static final int ASSOCIATE_AC = 2;
    static final int ASSOCIATE_RJ = 3;
    static final int P_DATA_TF = 4;
    static final int RELEASE_RQ = 5;
    static final int RELEASE_RP = 6;
    static final int ABORT = 7;

    /** Presentation context ids are odd and of one byte (PS3.8 9.3.2.2). */
    private static final int MAX_CONTEXTS = 128;

    private static final int MAX_SYNTAXES = 64;
    private static final int MAX_ROLES = 128;
    private static final int MAX_VALUES = 65_536;

    private PduDecoder() {}

    /** Decodes the variable part of a PDU, the bytes after its six-byte header. */
    static Pdu decode(int type, byte[] body) throws PduException {
        ByteBuffer in = ByteBuffer.wrap(body);
        return switch (type) {
            case ASSOCIATE_RQ, ASSOCIATE_AC -> associate(type, in);
            case ASSOCIATE_RJ -> {
                need(in, 4, "A-ASSOCIATE-RJ");
                yield new Pdu.AssociateReject(body[1], body[2], body[3]);
            }
            case P_DATA_TF -> data(in);
            case RELEASE_RQ -> new Pdu.ReleaseRequest();
            case RELEASE_RP -> new Pdu.ReleaseResponse();
            case ABORT -> {
                need(in, 4, "A-ABORT");
                yield new Pdu.Abort(body[2], body[3]);
            }
            default -> throw new PduException(PduException.UNRECOGNISED_PDU, "PDU type " + type + " does not exist");
        };
    }

    @SuppressWarnings("ByteBufferBackingArray") // decode wraps a whole array
    private static Pdu data(ByteBuffer in) throws PduException {
        List<Pdu.DataValue> values = new ArrayList<>();
        while (in.hasRemaining()) {
            need(in, 6, "presentation data value");
            int length = in.getInt();
            if (length < 2 || length > in.remaining()) {
                throw invalid("presentation data value of " + Integer.toUnsignedString(length) + " bytes, "
                        + in.remaining() + " are left");
            }
            if (values.size() >= MAX_VALUES) {
                throw invalid("more than " + MAX_VALUES + " presentation data values in one PDU");
            }
            int contextId = in.get() & 0xFF;
            int control = in.get();
            values.add(new Pdu.DataValue(
                    contextId, (control & 1) != 0, (control & 2) != 0, in.array(), in.position(), length - 2));
            in.position(in.position() + length - 2);
        }
        return new Pdu.PData(values);
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
                ? new Pdu.AssociateRequest(version, called, calling, application, List.copyOf(proposed), user)
                : new Pdu.AssociateAccept(called, calling, List.copyOf(answered), user);
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
                default -> {} // extended negotiation needs no answer of a storage SCP; unknown sub-items are skipped
                // (PS3.7 D.3.3)
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
