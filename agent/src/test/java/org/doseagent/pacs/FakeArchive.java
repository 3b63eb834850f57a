package org.doseagent.pacs;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DataSetWriter;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduDecoder;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.net.pdu.PduException;

/** A PACS in this process that answers as a test tells it, also against the standard. One association after the other. */
public final class FakeArchive implements AutoCloseable {

    static final int PENDING = 0xFF00;

    private static final int MAX_PDU = 1 << 20;

    /** How the PACS answers one request. */
    public interface Script {
        void answer(Request request, Line line) throws IOException, PduException;
    }

    /** A request with its identifier. */
    public record Request(int field, int messageId, String sopClassUid, int contextId, DataSet keys) {

        String key(int tag) {
            return keys.string(tag).orElse("");
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final Thread thread;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile int associations;

    public FakeArchive(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.thread = new Thread(this::serve, "fake-archive");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    int associations() {
        return associations;
    }

    /** Returns the requests so far, each as its command field and level. */
    List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                associations++;
                new Line(socket).serve();
            } catch (IOException | PduException | DicomException e) {
                requests.add("ended: " + e.getClass().getSimpleName());
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One association. */
    public final class Line {

        private final Socket socket;
        private final DataInputStream in;
        private List<Pdu.ProposedContext> contexts = List.of();
        private Request current = new Request(0, 0, "", 0, DataSet.builder().build());

        private Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
        }

        private void serve() throws IOException, PduException, DicomException {
            Pdu.AssociateRequest request = (Pdu.AssociateRequest) read();
            contexts = request.contexts();
            send(PduEncoder.encode(new Pdu.AssociateAccept(
                    request.titles(),
                    contexts.stream()
                            .map(context -> new Pdu.AnsweredContext(context.id(), 0, implicit()))
                            .toList(),
                    new Pdu.UserInformation(
                            0, "1.2.3", "FAKE", false, request.user().roles(), false))));
            while (true) {
                Pdu pdu = read();
                if (pdu instanceof Pdu.ReleaseRequest) {
                    send(PduEncoder.encode(new Pdu.ReleaseResponse()));
                    return;
                }
                if (!(pdu instanceof Pdu.PData data)) {
                    return;
                }
                current = request(data);
                requests.add(Integer.toHexString(current.field()) + " "
                        + current.key(org.doseagent.dicom.Tag.QUERY_RETRIEVE_LEVEL));
                script.answer(current, this);
            }
        }

        private static String implicit() {
            return TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid();
        }

        private Request request(Pdu.PData first) throws IOException, PduException, DicomException {
            Message message = message(first);
            return new Request(
                    message.command.field(),
                    messageId(message.commandBytes),
                    message.command.sopClassUid(),
                    message.contextId,
                    new DataSetReader(DicomLimits.DEFAULT).read(message.data, TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
        }

        private record Message(int contextId, Command command, byte[] commandBytes, byte[] data) {}

        private Message message(Pdu.PData first) throws IOException, PduException {
            ByteArrayOutputStream command = new ByteArrayOutputStream();
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            Pdu.PData pdu = first;
            while (true) {
                for (Pdu.DataValue value : pdu) {
                    (value.isCommand() ? command : data).write(value.buffer(), value.offset(), value.length());
                    Command decoded = value.isLast() ? Command.decode(command.toByteArray(), command.size()) : null;
                    if (decoded != null && (!value.isCommand() || !decoded.hasDataSet())) {
                        return new Message(value.contextId(), decoded, command.toByteArray(), data.toByteArray());
                    }
                }
                pdu = (Pdu.PData) read();
            }
        }

        /** Message ID (0000,0110). */
        private static int messageId(byte[] command) {
            ByteBuffer in = ByteBuffer.wrap(command).order(ByteOrder.LITTLE_ENDIAN);
            while (in.remaining() >= 8) {
                int tag = in.getInt();
                int length = in.getInt();
                if (tag == 0x01100000) {
                    return in.getShort() & 0xFFFF;
                }
                in.position(in.position() + length);
            }
            return 0;
        }

        private Pdu read() throws IOException, PduException {
            byte[] header = new byte[PduDecoder.HEADER_BYTES];
            in.readFully(header);
            int length = PduDecoder.bodyLength(header, 0, MAX_PDU);
            byte[] pdu = Arrays.copyOf(header, header.length + length);
            in.readFully(pdu, header.length, length);
            return PduDecoder.decode(pdu, 0, length);
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Sends a pending response of a query. */
        void match(DataSet match) throws IOException {
            respond(PENDING, current.messageId(), DataSetWriter.write(match, TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
        }

        /** Sends a pending response of a retrieval, or the last response of any operation. */
        public void respond(int status) throws IOException {
            respond(status, current.messageId(), new byte[0]);
        }

        void respond(int status, int messageId, byte[] identifier) throws IOException {
            respond(status, messageId, identifier, 0);
        }

        /** Sends the last response of a retrieval of which so many sub-operations failed. */
        void respondFailed(int status, int failed) throws IOException {
            respond(status, current.messageId(), new byte[0], failed);
        }

        private void respond(int status, int messageId, byte[] identifier, int failed) throws IOException {
            ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
            uid(out, 0x0002, current.sopClassUid());
            number(out, 0x0100, current.field() | Command.RESPONSE);
            number(out, 0x0120, messageId);
            number(out, 0x0800, identifier.length == 0 ? 0x0101 : 0);
            number(out, 0x0900, status);
            number(out, 0x1022, failed);
            byte[] command = Arrays.copyOf(out.array(), out.position());
            send(PduEncoder.message(current.contextId(), command, identifier, 0));
        }

        private static void number(ByteBuffer out, int element, int value) {
            out.putShort((short) 0).putShort((short) element).putInt(2).putShort((short) value);
        }

        private static void uid(ByteBuffer out, int element, String value) {
            byte[] bytes = (value + (value.length() % 2 == 0 ? "" : "\0")).getBytes(StandardCharsets.ISO_8859_1);
            out.putShort((short) 0)
                    .putShort((short) element)
                    .putInt(bytes.length)
                    .put(bytes);
        }

        /** Sends an object as the C-STORE of a C-GET, and returns the status of the agent. */
        int store(String sopClassUid, String sopInstanceUid) throws IOException, PduException {
            int contextId = contexts.stream()
                    .filter(context -> context.abstractSyntax().equals(sopClassUid))
                    .mapToInt(Pdu.ProposedContext::id)
                    .findFirst()
                    .orElseThrow();
            send(PduEncoder.message(
                    contextId,
                    Command.storeRequest(77, sopClassUid, new SopInstanceUid(sopInstanceUid)),
                    new byte[] {8, 0, 5, 0, 0, 0, 0, 0},
                    0));
            return message((Pdu.PData) read()).command.status();
        }

        /** Closes the connection without a word. */
        void drop() throws IOException {
            socket.close();
        }
    }
}
