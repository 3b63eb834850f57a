package org.doseagent.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.net.Negotiation.Context;

/** An association that we ask for: C-ECHO and C-STORE as SCU. Used by one thread. */
public final class Requestor implements AutoCloseable {

    /** What we can receive; responses are small. */
    private static final int MAX_PDU = 128 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Whom to call and how long to wait for each answer. */
    public record Settings(
            String host, int port, String callingAeTitle, String calledAeTitle, Duration responseTimeout) {}

    private final Connection connection;
    private final Settings settings;
    private final Map<Integer, Context> contexts;
    private final long peerMaxPdu;
    private int messageId;

    private Requestor(Connection connection, Settings settings, Map<Integer, Context> contexts, long peerMaxPdu) {
        this.connection = connection;
        this.settings = settings;
        this.contexts = contexts;
        this.peerMaxPdu = peerMaxPdu;
    }

    /**
     * Connects and negotiates Verification and each SOP class, in a context of its own for each transfer syntax, so that any of them can
     * be sent as it is.
     *
     * @throws IOException if the peer cannot be reached, rejects, or does not answer in time; the message says which
     */
    public static Requestor connect(Settings settings, Set<String> sopClasses) throws IOException {
        Socket socket = new Socket();
        try {
            open(socket, settings);
            Connection connection = new Connection(socket, MAX_PDU);
            Pdu.AssociateRequest request = request(settings, sopClasses);
            connection.write(PduEncoder.encode(request));
            Pdu answer = connection.read(settings.responseTimeout());
            if (answer instanceof Pdu.AssociateAccept accept) {
                return new Requestor(
                        connection,
                        settings,
                        Negotiation.accepted(request, accept.contexts()),
                        accept.user().maxLength());
            }
            throw new IOException(refusal(settings, answer));
        } catch (PduException e) {
            socket.close();
            throw new IOException(address(settings) + " does not speak DICOM: " + e.getMessage(), e);
        } catch (SocketTimeoutException e) {
            socket.close();
            throw new IOException(address(settings) + " does not answer in time", e);
        } catch (EOFException e) {
            socket.close();
            throw new IOException(address(settings) + " closed the connection instead of answering", e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String address(Settings settings) {
        return settings.calledAeTitle() + "@" + settings.host() + ":" + settings.port();
    }

    private static void open(Socket socket, Settings settings) throws IOException {
        String where = "cannot connect to " + settings.host() + ":" + settings.port() + ": ";
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw new IOException(where + "no such host");
        }
        try {
            socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
        } catch (IOException e) {
            throw new IOException(where + e.getMessage(), e);
        }
    }

    private static String refusal(Settings settings, Pdu answer) {
        String where = address(settings);
        if (answer instanceof Pdu.AssociateReject reject) {
            return where + " rejected the association: " + reject.meaning() + " (result " + reject.result()
                    + ", source " + reject.source() + ", reason " + reject.reason() + ")";
        }
        return where + " did not accept the association";
    }

    private static Pdu.AssociateRequest request(Settings settings, Set<String> sopClasses) {
        List<Pdu.ProposedContext> contexts = new ArrayList<>();
        contexts.add(new Pdu.ProposedContext(
                1, SopClass.VERIFICATION, List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())));
        for (String sopClass : sopClasses.stream().sorted().limit(31).toList()) {
            for (TransferSyntax syntax : TransferSyntax.values()) {
                contexts.add(new Pdu.ProposedContext(contexts.size() * 2 + 1, sopClass, List.of(syntax.uid())));
            }
        }
        return new Pdu.AssociateRequest(
                1,
                settings.calledAeTitle(),
                settings.callingAeTitle(),
                PduEncoder.APPLICATION_CONTEXT,
                contexts,
                new Pdu.UserInformation(
                        MAX_PDU,
                        PduEncoder.IMPLEMENTATION_CLASS,
                        PduEncoder.IMPLEMENTATION_VERSION,
                        false,
                        List.of(),
                        false));
    }

    /** Returns the status of a C-ECHO. */
    public int echo() throws IOException {
        byte[] command = Command.echoRequest(nextId(), SopClass.VERIFICATION);
        return exchange(
                context(SopClass.VERIFICATION, TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid()), command, new byte[0]);
    }

    /**
     * Sends an object as it is encoded and returns the status of the peer.
     *
     * @throws IOException if the peer does not accept its SOP class and transfer syntax, or does not answer
     */
    public int store(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] dataSet)
            throws IOException {
        int contextId = context(sopClassUid, transferSyntaxUid);
        return exchange(contextId, Command.storeRequest(nextId(), sopClassUid, sopInstanceUid), dataSet);
    }

    /** Tells whether the peer takes objects of a SOP class in a transfer syntax. */
    public boolean accepts(String sopClassUid, String transferSyntaxUid) {
        return contexts.containsValue(new Context(sopClassUid, transferSyntaxUid));
    }

    private int nextId() {
        messageId = messageId % 0xFFFF + 1;
        return messageId;
    }

    private int context(String sopClassUid, String transferSyntaxUid) throws IOException {
        return contexts.entrySet().stream()
                .filter(entry -> entry.getValue().equals(new Context(sopClassUid, transferSyntaxUid)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IOException("peer accepts no " + SopClass.nameOf(sopClassUid)
                        + " in transfer syntax " + transferSyntaxUid));
    }

    private int exchange(int contextId, byte[] command, byte[] dataSet) throws IOException {
        connection.writeMessage(contextId, command, dataSet, peerMaxPdu);
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try {
            while (true) {
                Pdu pdu = connection.read(settings.responseTimeout());
                if (!(pdu instanceof Pdu.PData data)) {
                    throw new IOException("peer ended the association before it answered");
                }
                for (Pdu.DataValue value : data.values()) {
                    if (response.size() + value.length() > Command.MAX_BYTES) {
                        throw new IOException("response of the peer is too long");
                    }
                    response.write(value.buffer(), value.offset(), value.length());
                    if (value.isCommand() && value.isLast()) {
                        return Command.decode(response.toByteArray()).status();
                    }
                }
            }
        } catch (PduException | DicomException e) {
            throw new IOException("peer does not speak DICOM: " + e.getMessage(), e);
        }
    }

    /** Releases the association and closes the connection; a peer that does not answer is left. */
    @Override
    public void close() throws IOException {
        try (connection) {
            connection.write(PduEncoder.encode(new Pdu.ReleaseRequest()));
            connection.read(settings.responseTimeout());
        } catch (EOFException | SocketException e) {
            // Every store was answered before; a peer that closes first has nothing more to say.
            return;
        } catch (PduException e) {
            throw new IOException("peer answered the release with nonsense", e);
        }
    }
}
