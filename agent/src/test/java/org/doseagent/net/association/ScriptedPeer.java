package org.doseagent.net.association;

import java.nio.charset.StandardCharsets;
import java.nio.ByteOrder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduDecoder;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.net.pdu.PduException;

/** A peer that sends what a test asks for, byte by byte if need be, and reads whole PDUs back. */
final class ScriptedPeer implements AutoCloseable {

    static final int ECHO_CONTEXT = 1;
    static final int STORE_CONTEXT = 3;

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 1024;

    private final Socket socket;
    private final DataInputStream in;

    ScriptedPeer(InetSocketAddress address) throws IOException {
        this(address, new Socket());
    }

    private ScriptedPeer(InetSocketAddress address, Socket socket) throws IOException {
        this.socket = socket;
        socket.connect(address, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects from another address of this machine. */
    static ScriptedPeer from(String host, InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        return new ScriptedPeer(address, socket);
    }

    /** Connects with a small receive buffer, so that answers that are not read soon fill it. */
    static ScriptedPeer thatReadsNothing(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        return new ScriptedPeer(address, socket);
    }

    /** Opens an association, whatever the answer is. */
    static ScriptedPeer associated(InetSocketAddress address) throws IOException, PduException {
        ScriptedPeer peer = new ScriptedPeer(address);
        peer.send(request("DOSE_AGENT", "TEST")).expect();
        return peer;
    }

    ScriptedPeer send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    ScriptedPeer send(Pdu pdu) throws IOException {
        return send(PduEncoder.encode(pdu));
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    /** Returns the next PDU, or null when the other side has closed. */
    Pdu expect() throws IOException, PduException {
        byte[] header = new byte[PduDecoder.HEADER_BYTES];
        int first = in.read();
        if (first < 0) {
            return null;
        }
        header[0] = (byte) first;
        in.readFully(header, 1, header.length - 1);
        int length = PduDecoder.bodyLength(header, 0, 1 << 20);
        byte[] pdu = java.util.Arrays.copyOf(header, header.length + length);
        in.readFully(pdu, header.length, length);
        return PduDecoder.decode(pdu, 0, length);
    }

    /** Returns the command of the next response, which may have come in many PDUs. */
    Command expectResponse() throws IOException, PduException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        while (true) {
            for (Pdu.DataValue value : (Pdu.PData) expect()) {
                bytes.write(value.buffer(), value.offset(), value.length());
                if (value.isLast()) {
                    return Command.decode(bytes.toByteArray(), bytes.size());
                }
            }
        }
    }

    /** Returns whether the other side ends the connection, within the time-out of this socket. */
    boolean isClosedByOther() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    static Pdu.AssociateRequest request(String called, String calling) {
        return request(called, calling, 16384);
    }

    static Pdu.AssociateRequest request(String called, String calling, long maxPdu) {
        return new Pdu.AssociateRequest(
                1,
                new Pdu.Titles(new Pdu.Titles.Called(called), new Pdu.Titles.Calling(calling)),
                PduEncoder.APPLICATION_CONTEXT,
                List.of(
                        new Pdu.ProposedContext(
                                ECHO_CONTEXT,
                                SopClass.VERIFICATION,
                                List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())),
                        new Pdu.ProposedContext(
                                STORE_CONTEXT,
                                SopClass.XRAY_RADIATION_DOSE_SR,
                                List.of(
                                        TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid(),
                                        TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid())),
                        new Pdu.ProposedContext(
                                5, "1.2.840.10008.5.1.4.1.1.2", List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())),
                        new Pdu.ProposedContext(7, SopClass.ENHANCED_SR, List.of("1.2.840.10008.1.2.4.50"))),
                new Pdu.UserInformation(maxPdu, "1.2.3", "TEST", true, List.of(), true));
    }

    /** Returns a C-ECHO request in one P-DATA-TF. */
    static byte[] echo() {
        return PduEncoder.message(ECHO_CONTEXT, Command.echoRequest(1, SopClass.VERIFICATION), new byte[0], 16384);
    }

    /** Returns a C-STORE request whose data set is still to come. The UID may be one that no program of ours would send. */
    static byte[] storeCommand(String uid) {
        String evenUid = uid.length() % 2 == 0 ? uid : uid + "\0";
        byte[] elements = join(
                element(0x0002, (SopClass.XRAY_RADIATION_DOSE_SR + "\0").getBytes(StandardCharsets.ISO_8859_1)),
                element(0x0100, new byte[] {1, 0}), // Command Field: C-STORE-RQ
                element(0x0110, new byte[] {1, 0}),
                element(0x0700, new byte[] {0, 0}),
                element(0x0800, new byte[] {0, 0}),
                element(0x1000, evenUid.getBytes(StandardCharsets.ISO_8859_1)));
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(elements.length)
                .array();
        return PduEncoder.message(STORE_CONTEXT, join(element(0x0000, length), elements), new byte[0], 16384);
    }

    /** Returns an element of group 0000 in Implicit VR Little Endian. */
    private static byte[] element(int number, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) number)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Returns a P-DATA-TF with one piece; {@code control}: bit 0 command, bit 1 last. */
    static byte[] piece(int contextId, int control, byte... bytes) {
        return ByteBuffer.allocate(12 + bytes.length)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(bytes.length + 6)
                .putInt(bytes.length + 2)
                .put((byte) contextId)
                .put((byte) control)
                .put(bytes)
                .array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
