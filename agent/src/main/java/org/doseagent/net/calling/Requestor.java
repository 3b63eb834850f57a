package org.doseagent.net.calling;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.HostPort;
import org.doseagent.net.association.Negotiation;
import org.doseagent.net.association.Negotiation.Context;
import org.doseagent.net.pdu.Command;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduEncoder;
import org.doseagent.net.pdu.PduException;
import org.doseagent.net.tls.TlsClient;
import org.doseagent.net.tls.TlsRefusal;
import org.doseagent.net.transport.Connection;
import org.doseagent.net.transport.SocketTransport;
import org.doseagent.net.transport.TlsTransport;
import org.doseagent.net.transport.Transport;

/** An association that we open: C-ECHO and C-STORE as SCU. Used by one thread. */
public final class Requestor implements AutoCloseable {

    /** Longest PDU that we receive; responses are short. */
    private static final int MAX_PDU = 128 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * The DICOM address of a peer.
     *
     * @param tls how we open a connection with TLS; empty: without TLS
     */
    public record Remote(AeTitle aeTitle, String host, int port, Optional<TlsClient> tls) {

        /** A peer that is called without TLS. */
        public Remote(AeTitle aeTitle, String host, int port) {
            this(aeTitle, host, port, Optional.empty());
        }

        /** Returns the address as people write it: {@code PACS1@10.0.0.5:104}. */
        @Override
        public String toString() {
            return aeTitle.value() + "@" + HostPort.text(host, port);
        }
    }

    /** Under which title we call, whom, and how long each answer may take. */
    public record Settings(AeTitle ownAeTitle, Remote remote, Duration responseTimeout) {}

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
        return connect(settings, Proposal.toStore(sopClasses));
    }

    /** Connects and negotiates what is proposed; see {@link #connect(Settings, Set)}. */
    static Requestor connect(Settings settings, Proposal proposal) throws IOException {
        Socket socket = new Socket();
        try {
            open(socket, settings.remote());
            return negotiate(new Connection(transport(socket, settings), MAX_PDU), settings, proposal);
        } catch (TlsRefusal e) {
            socket.close();
            throw new IOException("no TLS with " + settings.remote() + ": " + e.getMessage(), e);
        } catch (PduException e) {
            socket.close();
            throw new IOException(settings.remote() + " does not speak DICOM: " + e.getMessage(), e);
        } catch (SocketTimeoutException e) {
            socket.close();
            throw new IOException(settings.remote() + " does not answer in time", e);
        } catch (EOFException e) {
            socket.close();
            throw new IOException(settings.remote() + " closed the connection instead of answering", e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Transport transport(Socket socket, Settings settings) throws IOException {
        Remote remote = settings.remote();
        Transport plain = SocketTransport.connected(socket);
        if (remote.tls().isEmpty()) {
            return plain;
        }
        TlsClient tls = remote.tls().get();
        return TlsTransport.calling(
                plain,
                () -> tls.identity().calling(remote.host(), remote.port(), tls.verifiesHost()),
                Connection.deadline(settings.responseTimeout()));
    }

    private static void open(Socket socket, Remote remote) throws IOException {
        String where = "cannot connect to " + HostPort.text(remote.host(), remote.port()) + ": ";
        InetSocketAddress address = new InetSocketAddress(remote.host(), remote.port());
        if (address.isUnresolved()) {
            throw new IOException(where + "no such host");
        }
        try {
            socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
        } catch (IOException e) {
            throw new IOException(where + e.getMessage(), e);
        }
    }

    private static Requestor negotiate(Connection connection, Settings settings, Proposal proposal)
            throws IOException, PduException {
        Pdu.AssociateRequest request = request(settings, proposal);
        connection.write(PduEncoder.encode(request));
        Pdu answer = connection.read(Connection.deadline(settings.responseTimeout()));
        if (!(answer instanceof Pdu.AssociateAccept accept)) {
            throw new IOException(refusal(settings.remote(), answer));
        }
        if (!accept.user().isMaxLengthUsable()) {
            connection.write(PduEncoder.encode(new Pdu.Abort(0, 0)));
            throw new IOException(settings.remote() + " announces a maximum PDU length of "
                    + accept.user().maxLength() + "; no message fits below "
                    + Pdu.UserInformation.MIN_USABLE_LENGTH);
        }
        return new Requestor(
                connection,
                settings,
                Negotiation.accepted(request, accept.contexts()),
                accept.user().maxLength());
    }

    private static String refusal(Remote remote, Pdu answer) {
        if (answer instanceof Pdu.AssociateReject reject) {
            return remote + " rejected the association: " + reject.meaning() + " (result " + reject.result()
                    + ", source " + reject.source() + ", reason " + reject.reason() + ")";
        }
        if (answer instanceof Pdu.Abort abort) {
            return remote + " aborted the association: " + abort.meaning();
        }
        return remote + " did not accept the association";
    }

    private static Pdu.AssociateRequest request(Settings settings, Proposal proposal) {
        return new Pdu.AssociateRequest(
                1,
                new Pdu.Titles(
                        new Pdu.Titles.Called(settings.remote().aeTitle().value()),
                        new Pdu.Titles.Calling(settings.ownAeTitle().value())),
                PduEncoder.APPLICATION_CONTEXT,
                proposal.contexts(),
                new Pdu.UserInformation(
                        MAX_PDU,
                        PduEncoder.IMPLEMENTATION_CLASS,
                        PduEncoder.IMPLEMENTATION_VERSION,
                        false,
                        proposal.roles(),
                        false));
    }

    /** Returns the status of a C-ECHO. */
    public int echo() throws IOException {
        byte[] command = Command.echoRequest(nextId(), SopClass.VERIFICATION);
        return exchange(
                context(SopClass.VERIFICATION, new TransferSyntaxUid(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid())),
                command,
                new byte[0]);
    }

    /**
     * Sends an object as it is encoded and returns the status of the peer.
     *
     * @throws IOException if the peer does not accept its SOP class and transfer syntax, or does not answer
     */
    public int store(
            String sopClassUid, SopInstanceUid sopInstanceUid, TransferSyntaxUid transferSyntaxUid, byte[] dataSet)
            throws IOException {
        int contextId = context(sopClassUid, transferSyntaxUid);
        return exchange(contextId, Command.storeRequest(nextId(), sopClassUid, sopInstanceUid), dataSet);
    }

    /** Sends an N-EVENT-REPORT of Storage Commitment and returns the status of the peer. */
    int reportCommitment(Function<TransferSyntax, byte[]> report, int eventType) throws IOException {
        OptionalInt contextId = contextOf(SopClass.STORAGE_COMMITMENT);
        Optional<TransferSyntax> syntax = contextId.isEmpty()
                ? Optional.empty()
                : context(contextId.getAsInt()).map(Context::transferSyntax).flatMap(TransferSyntax::of);
        if (syntax.isEmpty()) {
            throw new IOException(settings.remote() + " does not accept Storage Commitment from us");
        }
        byte[] command = Command.eventReport(
                nextId(),
                new Command.SopInstance(SopClass.STORAGE_COMMITMENT, SopClass.STORAGE_COMMITMENT_INSTANCE),
                eventType);
        return exchange(contextId.getAsInt(), command, report.apply(syntax.get()));
    }

    /** Returns whether the peer takes objects of a SOP class in a transfer syntax. */
    public boolean accepts(String sopClassUid, TransferSyntaxUid transferSyntaxUid) {
        return contexts.containsValue(new Context(sopClassUid, transferSyntaxUid.value()));
    }

    Settings settings() {
        return settings;
    }

    /** Returns the accepted context with this number; empty for any other. */
    Optional<Context> context(int contextId) {
        return Optional.ofNullable(contexts.get(contextId));
    }

    /** Returns the number of an accepted context of a SOP class, whatever its transfer syntax. */
    OptionalInt contextOf(String sopClassUid) {
        return contexts.entrySet().stream()
                .filter(entry -> entry.getValue().abstractSyntax().equals(sopClassUid))
                .mapToInt(Map.Entry::getKey)
                .min();
    }

    /** Writes a message; an empty data set is none. */
    void write(int contextId, byte[] command, byte[] dataSet) throws IOException {
        connection.write(PduEncoder.message(contextId, command, dataSet, peerMaxPdu));
    }

    /** Reads one PDU; see {@link Connection#read}. */
    Pdu read(long deadline) throws IOException, PduException {
        return connection.read(deadline);
    }

    String peerHost() {
        return connection.peer().getHostAddress();
    }

    /** Ends the association with an A-ABORT, because an operation of the peer is not over. */
    void abort() throws IOException {
        try (connection) {
            connection.write(PduEncoder.encode(new Pdu.Abort(0, 0)));
        }
    }

    int nextId() {
        messageId = messageId % 0xFFFF + 1;
        return messageId;
    }

    private int context(String sopClassUid, TransferSyntaxUid transferSyntaxUid) throws IOException {
        return contexts.entrySet().stream()
                .filter(entry -> entry.getValue().equals(new Context(sopClassUid, transferSyntaxUid.value())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IOException("peer accepts no " + SopClass.nameOf(sopClassUid)
                        + " in transfer syntax " + transferSyntaxUid.value()));
    }

    private int exchange(int contextId, byte[] command, byte[] dataSet) throws IOException {
        write(contextId, command, dataSet);
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try {
            while (true) {
                Pdu pdu = connection.read(Connection.deadline(settings.responseTimeout()));
                if (!(pdu instanceof Pdu.PData data)) {
                    throw new IOException("peer ended the association before it answered");
                }
                for (Pdu.DataValue value : data) {
                    if (response.size() + value.length() > Command.MAX_BYTES) {
                        throw new IOException("response of the peer is too long");
                    }
                    response.write(value.buffer(), value.offset(), value.length());
                    if (value.isCommand() && value.isLast()) {
                        return Command.decode(response.toByteArray(), response.size())
                                .status();
                    }
                }
            }
        } catch (PduException e) {
            throw new IOException("peer does not speak DICOM: " + e.getMessage(), e);
        }
    }

    /** Releases the association and closes the connection; a peer that does not answer is left. */
    @Override
    public void close() throws IOException {
        try (connection) {
            connection.write(PduEncoder.encode(new Pdu.ReleaseRequest()));
            connection.read(Connection.deadline(settings.responseTimeout()));
        } catch (EOFException | SocketException e) {
            // Every store was answered before; a peer that closes first has nothing more to say.
            return;
        } catch (PduException e) {
            throw new IOException("peer answered the release with nonsense", e);
        }
    }
}
