package org.doseagent.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** PDU values to bytes, header included (PS3.8 9.3). */
final class PduEncoder {

    static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
    static final String IMPLEMENTATION_CLASS = "2.25.242031893563425918201829571936183024091";
    static final String IMPLEMENTATION_VERSION = "DOSE_AGENT_0_1";

    private static final int AE_LENGTH = 16;

    private PduEncoder() {}

    static byte[] encode(Pdu pdu) {
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
        throw new IllegalArgumentException("P-DATA-TF is written by Messages");
    }

    private static byte[] fixed(int type, int second, int third, int fourth) {
        return new byte[] {(byte) type, 0, 0, 0, 0, 4, 0, (byte) second, (byte) third, (byte) fourth};
    }

    private static byte[] request(Pdu.AssociateRequest request) {
        ByteArrayOutputStream body = associateHead(request.calledAeTitle(), request.callingAeTitle());
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
        ByteArrayOutputStream body = associateHead(accept.calledAeTitle(), accept.callingAeTitle());
        for (Pdu.AnsweredContext context : accept.contexts()) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            item.writeBytes(new byte[] {(byte) context.id(), 0, (byte) context.result(), 0});
            text(item, 0x40, context.transferSyntax());
            item(body, 0x21, item.toByteArray());
        }
        user(body, accept.user());
        return pdu(PduDecoder.ASSOCIATE_AC, body);
    }

    private static ByteArrayOutputStream associateHead(String called, String calling) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(aeTitle(called));
        body.writeBytes(aeTitle(calling));
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
