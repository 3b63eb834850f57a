package org.doseagent.net.association;

import org.doseagent.dose.identity.SopInstanceUid;
import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.doseagent.dicom.SopClass;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduDecoder;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.net.pdu.PduException;

/**
 * Whole associations over a loopback socket: the fuzzer chooses what a peer does step by step, valid and not, in any state. Whatever it is,
 * the acceptor ends the connection when the peer has, each of its answers can be read, and it never fails itself. {@code scripts/fuzz} runs
 * it for long.
 */
final class ConversationFuzzTest {

    private static final int MAX_STEPS = 40;
    private static final int MAX_PIECE = 20_000;
    private static final int TIMEOUT_MILLIS = 10_000;

    private static final Queue<String> FAILURES = new ConcurrentLinkedQueue<>();
    private static final InetSocketAddress ADDRESS = start();

    /** What a peer can do. */
    private enum Step {
        REQUEST,
        ECHO,
        STORE_COMMAND,
        WHOLE_STORE,
        PIECE,
        MANY_PIECES,
        COMMAND_ELEMENTS,
        DAMAGED_REQUEST,
        DAMAGED_ECHO,
        RELEASE,
        RELEASE_ANSWER,
        ABORT,
        ACCEPT,
        HEADER,
        BYTES
    }

    /** One acceptor for all runs; it ends with the process. Jazzer takes each connection for a finding unless it is allowed. */
    private static InetSocketAddress start() {
        AssociationListener listener = new AssociationListener() {
            @Override
            public void incident(Incident incident) {
                if (incident == Incident.ASSOCIATION_FAILED || incident == Incident.ACCEPT_FAILED) {
                    FAILURES.add(incident.name());
                }
            }
        };
        AcceptorSettings settings = new WireSettings().build();
        try {
            return new Acceptor(settings, object -> StoreStatus.SUCCESS, ConversationFuzzTest::daemonThread, listener)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemonThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    @FuzzTest(maxDuration = "5m")
    void any_conversation(FuzzedDataProvider data) throws IOException, PduException {
        SilentCloseable allowed = BugDetectors.allowNetworkConnections();
        try {
            converse(data);
        } finally {
            allowed.close();
        }
    }

    private static void converse(FuzzedDataProvider data) throws IOException, PduException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(ADDRESS, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            boolean isOpen = true;
            if (data.consumeBoolean()) {
                isOpen = send(socket, PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "FUZZ")));
            }
            for (int i = 0; i < MAX_STEPS && isOpen && data.remainingBytes() > 0; i++) {
                isOpen = send(socket, step(data.pickValue(Step.values()), data));
            }
            drain(socket, answers);
        }
        readAll(answers.toByteArray());
        if (!FAILURES.isEmpty()) {
            throw new IllegalStateException("the acceptor failed: " + FAILURES);
        }
    }

    private static byte[] step(Step step, FuzzedDataProvider data) {
        return switch (step) {
            case REQUEST ->
                PduEncoder.encode(
                        ScriptedPeer.request(data.consumeString(16), data.consumeString(16), data.consumeInt()));
            case ECHO -> ScriptedPeer.echo();
            case STORE_COMMAND -> ScriptedPeer.storeCommand(data.consumeAsciiString(70));
            case WHOLE_STORE ->
                PduEncoder.message(
                        ScriptedPeer.STORE_CONTEXT,
                        Command.storeRequest(1, SopClass.XRAY_RADIATION_DOSE_SR, new SopInstanceUid("2.25.1")),
                        new byte[data.consumeInt(0, MAX_PIECE)],
                        data.consumeInt(8, 16384));
            case PIECE ->
                ScriptedPeer.piece(
                        data.consumeInt(0, 9), data.consumeInt(0, 7), data.consumeBytes(data.consumeInt(0, 200)));
            case MANY_PIECES -> manyPieces(data);
            case COMMAND_ELEMENTS -> ScriptedPeer.piece(ScriptedPeer.STORE_CONTEXT, 3, elements(data));
            case DAMAGED_REQUEST -> damaged(PduEncoder.encode(ScriptedPeer.request("DOSE_AGENT", "FUZZ")), data);
            case DAMAGED_ECHO -> damaged(ScriptedPeer.echo(), data);
            case RELEASE -> PduEncoder.encode(new Pdu.ReleaseRequest());
            case RELEASE_ANSWER -> PduEncoder.encode(new Pdu.ReleaseResponse());
            case ABORT -> PduEncoder.encode(new Pdu.Abort(data.consumeByte(), data.consumeByte()));
            case ACCEPT -> new byte[] {2, 0, 0, 0, 0, 4, 0, 1, 0, 0};
            case HEADER ->
                new byte[] {data.consumeByte(), 0, 0, data.consumeByte(), data.consumeByte(), data.consumeByte()};
            case BYTES -> data.consumeBytes(data.consumeInt(0, 500));
        };
    }

    /** Several values in one P-DATA-TF, of contexts and controls as they come. */
    private static byte[] manyPieces(FuzzedDataProvider data) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        int count = data.consumeInt(0, 6);
        for (int i = 0; i < count; i++) {
            byte[] piece = ScriptedPeer.piece(
                    data.consumeInt(1, 4), data.consumeInt(0, 3), data.consumeBytes(data.consumeInt(0, 100)));
            values.write(piece, PduDecoder.HEADER_BYTES, piece.length - PduDecoder.HEADER_BYTES);
        }
        byte[] body = values.toByteArray();
        return java.nio.ByteBuffer.allocate(PduDecoder.HEADER_BYTES + body.length)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** Elements of a command set: the tags that the agent reads and others, with values of any length. */
    private static byte[] elements(FuzzedDataProvider data) {
        int[] tags = {0x0000, 0x0002, 0x0003, 0x0100, 0x0110, 0x0120, 0x0700, 0x0800, 0x0900, 0x1000, 0x1001};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = data.consumeInt(0, 12);
        for (int i = 0; i < count; i++) {
            int tag = data.pickValue(tags);
            byte[] value = data.consumeBytes(data.consumeInt(0, 70));
            int length = data.consumeInt(0, 20) == 0 ? data.consumeInt() : value.length;
            out.writeBytes(new byte[] {0, 0, (byte) tag, (byte) (tag >> 8)});
            out.writeBytes(
                    new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)});
            out.writeBytes(value);
        }
        return out.toByteArray();
    }

    private static byte[] damaged(byte[] pdu, FuzzedDataProvider data) {
        int changes = data.consumeInt(1, 4);
        for (int i = 0; i < changes; i++) {
            pdu[data.consumeInt(0, pdu.length - 1)] = data.consumeByte();
        }
        return Arrays.copyOf(pdu, data.consumeInt(1, pdu.length));
    }

    /** Returns false where the acceptor has closed. */
    private static boolean send(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Says that no more comes, and reads until the acceptor has closed too. */
    private static void drain(Socket socket, ByteArrayOutputStream answers) throws IOException {
        byte[] buffer = new byte[4096];
        try {
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                answers.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException("the acceptor does not close", e);
        } catch (SocketException e) {
            answers.reset(); // a reset may cut an answer short
        }
    }

    private static void readAll(byte[] output) throws PduException {
        for (int at = 0; at < output.length; ) {
            int length = PduDecoder.bodyLength(output, at, 128 * 1024);
            Pdu pdu = PduDecoder.decode(output, at, length);
            at += PduDecoder.HEADER_BYTES + length;
            if (pdu instanceof Pdu.AssociateRequest) {
                throw new IllegalStateException("an acceptor never asks");
            }
        }
    }
}
