package org.doseagent.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;

/** A peer that sends what a test says, byte by byte if need be, and reads whole PDUs back. */
final class ScriptedPeer implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    ScriptedPeer(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    ScriptedPeer send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    ScriptedPeer send(Pdu pdu) throws IOException {
        return send(PduEncoder.encode(pdu));
    }

    /** Returns the next PDU, or null when the other side has closed. */
    Pdu expect() throws IOException, PduException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        in.readByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return PduDecoder.decode(type, body);
    }

    /** Tells whether the other side ends the connection, within the time-out of this socket. */
    boolean isClosedByOther() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    static Pdu.AssociateRequest request(String called, String calling) {
        return new Pdu.AssociateRequest(
                1,
                called,
                calling,
                PduEncoder.APPLICATION_CONTEXT,
                List.of(
                        new Pdu.ProposedContext(
                                1, SopClass.VERIFICATION, List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())),
                        new Pdu.ProposedContext(
                                3,
                                SopClass.XRAY_RADIATION_DOSE_SR,
                                List.of(
                                        TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid(),
                                        TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid())),
                        new Pdu.ProposedContext(
                                5, "1.2.840.10008.5.1.4.1.1.2", List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())),
                        new Pdu.ProposedContext(7, SopClass.ENHANCED_SR, List.of("1.2.840.10008.1.2.4.50"))),
                new Pdu.UserInformation(16384, "1.2.3", "TEST", true, List.of(), true));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
