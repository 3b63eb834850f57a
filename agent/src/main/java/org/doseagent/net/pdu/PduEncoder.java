package org.doseagent.net.pdu;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** PDU values to bytes, header included (PS3.8 9.3). */
public final class PduEncoder {

    public static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
    public static final String IMPLEMENTATION_CLASS = "2.25.242031893563425918201829571936183024091";
    public static final String IMPLEMENTATION_VERSION = "DOSE_AGENT_0_1";

    private static final int AE_LENGTH = 16;

    /** Longest P-DATA-TF that the agent sends, whatever the receiver allows. */
    private static final int LONGEST = 128 * 1024;

    private static final int PDU_AND_VALUE_HEADER = PduDecoder.HEADER_BYTES + Pdu.DataValue.HEADER;

    private PduEncoder() {}

    /** Returns the bytes of any PDU but P-DATA-TF, which {@link #message} writes. */
    public static byte[] encode(Pdu pdu) {
        if (pdu instanceof Pdu.AssociateRequest request) {
            return request(request);
        }
        if (pdu instanceof Pdu.AssociateAccept accept) {
            return accept(accept);
        }
        if (pdu instanceof Pdu.AssociateReject reject) {
            return fixed(PduDecoder.ASSOCIATE_RJ, reject.result(), reject.source(), reject.reason());
        }
        if (pdu instanceof Pdu.ReleaseRequest) {
            return fixed(PduDecoder.RELEASE_RQ, 0, 0, 0);
        }
        if (pdu instanceof Pdu.ReleaseResponse) {
            return fixed(PduDecoder.RELEASE_RP, 0, 0, 0);
        }
        if (pdu instanceof Pdu.Abort abort) {
            return fixed(PduDecoder.ABORT, 0, abort.source(), abort.reason());
        }
        throw new IllegalArgumentException("P-DATA-TF is encoded by message()");
    }

    /**
     * Returns one message, command and data set, as P-DATA-TF PDUs, so that it leaves in one write.
     *
     * @param dataSet empty where the command has none
     * @param maxLength the maximum length of the receiver, at least {@value Pdu.UserInformation#MIN_USABLE_LENGTH}; 0: any
     */
    public static byte[] message(int contextId, byte[] command, byte[] dataSet, long maxLength) {
        int fragment = (int) Math.min(maxLength == 0 ? LONGEST : maxLength, LONGEST) - Pdu.DataValue.HEADER;
        fragment -= fragment % 2;
        ByteBuffer out = ByteBuffer.allocate(
                encodedLength(command, fragment) + (dataSet.length == 0 ? 0 : encodedLength(dataSet, fragment)));
        fragments(out, contextId << 8 | 1, command, fragment);
        if (dataSet.length > 0) {
            fragments(out, contextId << 8, dataSet, fragment);
        }
        return out.array();
    }

    private static int encodedLength(byte[] bytes, int fragment) {
        int count = Math.max(1, (bytes.length + fragment - 1) / fragment);
        return Math.addExact(bytes.length, Math.multiplyExact(count, PDU_AND_VALUE_HEADER));
    }

    /** {@code idAndControl}: the two bytes before a fragment; the last one gets its mark here. */
    private static void fragments(ByteBuffer out, int idAndControl, byte[] bytes, int fragment) {
        int at = 0;
        do {
            int length = Math.min(fragment, bytes.length - at);
            boolean isLast = at + length == bytes.length;
            out.putShort((short) (PduDecoder.P_DATA_TF << 8));
            out.putInt(length + Pdu.DataValue.HEADER);
            out.putInt(length + 2);
            out.putShort((short) (isLast ? idAndControl | 2 : idAndControl));
            out.put(bytes, at, length);
            at += length;
        } while (at < bytes.length);
    }

    private static byte[] fixed(int type, int second, int third, int fourth) {
        return new byte[] {(byte) type, 0, 0, 0, 0, 4, 0, (byte) second, (byte) third, (byte) fourth};
    }

    private static byte[] request(Pdu.AssociateRequest request) {
        ByteArrayOutputStream body = associateHead(request.titles());
        for (Pdu.ProposedContext context : request.contexts()) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            item.writeBytes(new byte[] {(byte) context.id(), 0, 0, 0});
            text(item, 0x30, context.abstractSyntax());
            context.transferSyntaxes().forEach(syntax -> text(item, 0x40, syntax));
            item(body, 0x20, item.toByteArray());
        }
        user(body, request.user());
        return pdu(PduDecoder.ASSOCIATE_RQ, body);
    }

    private static byte[] accept(Pdu.AssociateAccept accept) {
        ByteArrayOutputStream body = associateHead(accept.titles());
        for (Pdu.AnsweredContext context : accept.contexts()) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            item.writeBytes(new byte[] {(byte) context.id(), 0, (byte) context.result(), 0});
            text(item, 0x40, context.transferSyntax());
            item(body, 0x21, item.toByteArray());
        }
        user(body, accept.user());
        return pdu(PduDecoder.ASSOCIATE_AC, body);
    }

    private static ByteArrayOutputStream associateHead(Pdu.Titles titles) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(aeTitle(titles.called().text()));
        body.writeBytes(aeTitle(titles.calling().text()));
        body.writeBytes(new byte[32]);
        text(body, 0x10, APPLICATION_CONTEXT);
        return body;
    }

    private static byte[] aeTitle(String title) {
        byte[] padded = new byte[AE_LENGTH];
        Arrays.fill(padded, (byte) ' ');
        byte[] bytes = title.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, padded, 0, Math.min(bytes.length, AE_LENGTH));
        return padded;
    }

    private static void user(ByteArrayOutputStream out, Pdu.UserInformation user) {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        item(items, 0x51, new byte[] {
            (byte) (user.maxLength() >>> 24),
            (byte) (user.maxLength() >>> 16),
            (byte) (user.maxLength() >>> 8),
            (byte) user.maxLength()
        });
        text(items, 0x52, user.implementationClassUid());
        if (user.hasAsyncWindow()) {
            item(items, 0x53, new byte[] {0, 1, 0, 1});
        }
        for (Pdu.Role role : user.roles()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] uid = role.sopClassUid().getBytes(StandardCharsets.ISO_8859_1);
            body.write(uid.length >>> 8);
            body.write(uid.length);
            body.writeBytes(uid);
            body.write(role.scu());
            body.write(role.scp());
            item(items, 0x54, body.toByteArray());
        }
        text(items, 0x55, user.implementationVersion());
        if (user.wantsIdentityAnswer()) {
            item(items, 0x59, new byte[] {0, 0});
        }
        item(out, 0x50, items.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, int type, String text) {
        item(out, type, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void item(ByteArrayOutputStream out, int type, byte[] body) {
        out.write(type);
        out.write(0);
        out.write(body.length >>> 8);
        out.write(body.length);
        out.writeBytes(body);
    }

    private static byte[] pdu(int type, ByteArrayOutputStream body) {
        byte[] pdu = new byte[body.size() + 6];
        pdu[0] = (byte) type;
        pdu[2] = (byte) (body.size() >>> 24);
        pdu[3] = (byte) (body.size() >>> 16);
        pdu[4] = (byte) (body.size() >>> 8);
        pdu[5] = (byte) body.size();
        System.arraycopy(body.toByteArray(), 0, pdu, 6, body.size());
        return pdu;
    }
}
