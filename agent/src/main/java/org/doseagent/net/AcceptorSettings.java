package org.doseagent.net;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.tls.CertificateNames;
import org.doseagent.net.tls.TlsClient;
import org.doseagent.net.tls.TlsIdentity;

/**
 * How associations are accepted; every limit of the wire is here. {@code config/agent.yaml} explains each key of {@code dicom}.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param tls DICOM TLS; empty where no certificate is configured
 */
public record AcceptorSettings(
        String host,
        int port,
        AeTitle aeTitle,
        Access access,
        Limits limits,
        Deadlines deadlines,
        Pace pace,
        Optional<Tls> tls) {

    /**
     * DICOM TLS, as acceptor and as requestor.
     *
     * @param isEnabled whether there is a port with TLS
     * @param port 0 for any free one
     * @param isOnly whether there is no port without TLS
     * @param needsClientCertificate whether a peer must have a certificate that one of our authorities signed
     * @param maxHandshakesPerSecond handshakes of one address in a second; the next one waits
     * @param verifiesHost whether a peer that we call must have a certificate with the name of its host
     */
    public record Tls(
            boolean isEnabled,
            int port,
            boolean isOnly,
            boolean needsClientCertificate,
            int maxHandshakesPerSecond,
            boolean verifiesHost,
            TlsIdentity identity) {

        /** Returns how we open connections. */
        public TlsClient client() {
            return new TlsClient(identity, verifiesHost);
        }
    }

    /** Returns the settings of the port with TLS; empty where there is none. */
    public Optional<Tls> tlsPort() {
        return tls.filter(Tls::isEnabled);
    }

    /**
     * Who may open an association.
     *
     * @param callers empty: every calling AE title from every host
     * @param offersCommitment whether Storage Commitment is negotiated
     */
    public record Access(boolean acceptsAnyCalledAeTitle, List<Caller> callers, boolean offersCommitment) {

        /** Returns the same access, with or without Storage Commitment. */
        public Access offeringCommitment(boolean isOffered) {
            return new Access(acceptsAnyCalledAeTitle, callers, isOffered);
        }

        /** Access to storage and verification only. */
        public Access(boolean acceptsAnyCalledAeTitle, List<Caller> callers) {
            this(acceptsAnyCalledAeTitle, callers, false);
        }

        public Access {
            callers = List.copyOf(callers);
        }
    }

    /**
     * A calling AE title, and who may use it.
     *
     * @param hosts networks (CIDR or single addresses) that it may come from; none: any
     * @param certificates names of client certificates (common name or subject alternative name), of which it must have one; none: any, and
     *     also no certificate
     */
    public record Caller(AeTitle aeTitle, List<String> hosts, List<String> certificates) {
        public Caller {
            hosts = List.copyOf(hosts);
            certificates = certificates.stream().map(CertificateNames::lower).toList();
        }

        /** A caller without a rule about certificates. */
        public Caller(AeTitle aeTitle, List<String> hosts) {
            this(aeTitle, hosts, List.of());
        }
    }

    /** Returns these settings with other callers. */
    public AcceptorSettings withAccess(Access other) {
        return new AcceptorSettings(host, port, aeTitle, other, limits, deadlines, pace, tls);
    }

    /**
     * What peers may use at once.
     *
     * @param maxAssociations associations at once; one more takes the slot of an idle one or is rejected as transient (2/3/2)
     * @param maxAssociationsPerPeer associations of one peer address at once, so that one host cannot take all slots
     * @param maxPending connections that have begun to send but have no association, each with a thread; a new one replaces the oldest of
     *     the peer that has most of them
     * @param maxSilent connections that have sent nothing, without a thread or a buffer; a new one replaces the oldest of the peer that has
     *     most of them. Also the connections that the kernel keeps until they are accepted
     * @param maxKnownSenders senders (address and calling AE title) that are remembered because they stored an object; while slots are
     *     scarce they take precedence over callers that have stored nothing
     * @param maxPduBytes longest P-DATA-TF that a peer may send; announced to it as Maximum Length
     * @param maxObjectBytes longest data set of one C-STORE; a longer one is refused for good
     * @param maxBytesInFlight bytes of unfinished objects over all associations; above it, an object is answered A700H. The first
     *     {@value #OWN_BYTES} bytes of each association do not count, so that an ordinary report always gets through
     */
    public record Limits(
            int maxAssociations,
            int maxAssociationsPerPeer,
            int maxPending,
            int maxSilent,
            int maxKnownSenders,
            int maxPduBytes,
            int maxObjectBytes,
            long maxBytesInFlight) {

        /** An ordinary report has 10 to 60 kB. */
        public static final int OWN_BYTES = 64 * 1024;

        /** DICOM allows less, but nothing useful fits. */
        private static final int MIN_PDU_BYTES = 4096;

        public Limits {
            if (maxAssociations < 1 || maxAssociationsPerPeer < 1 || maxPending < 1 || maxObjectBytes < 1) {
                throw new IllegalArgumentException("the limits of the acceptor must be positive");
            }
            if (maxSilent < 1 || maxKnownSenders < 1) {
                throw new IllegalArgumentException("the limits of the acceptor must be positive");
            }
            if (maxPduBytes < MIN_PDU_BYTES) {
                throw new IllegalArgumentException(
                        "a PDU has at least " + MIN_PDU_BYTES + " bytes, not " + maxPduBytes);
            }
            if (maxBytesInFlight < minBytesInFlight(maxObjectBytes)) {
                throw new IllegalArgumentException("maxBytesInFlight must hold one object of maxObjectBytes twice");
            }
        }

        /** Returns the smallest {@code maxBytesInFlight}: one longest object, as it arrives and as it is handed on. */
        public static long minBytesInFlight(int maxObjectBytes) {
            return 2L * maxObjectBytes;
        }
    }

    /**
     * How long peers may take.
     *
     * @param artim from the connection to a complete A-ASSOCIATE-RQ, and until a peer closes
     * @param idle longest silence, and longest time one PDU may take, on an association
     * @param message longest time from the first to the last byte of one message, so that nobody sends a byte now and then for ever
     * @param write longest time one answer may wait for a peer that does not read
     * @param scarceIdle where slots are scarce, an association that stored nothing for so long gives its slot to a new one
     * @param scarceGrace the same for an association that has not stored anything yet; nothing at all where the new one is that of a known
     *     sender and the old one is not
     * @param releaseGrace at a stop, how long a sender between two objects may go on or release before its association is aborted
     */
    public record Deadlines(
            Duration artim,
            Duration idle,
            Duration message,
            Duration write,
            Duration scarceIdle,
            Duration scarceGrace,
            Duration releaseGrace) {}

    /**
     * How fast peers must, and may, send.
     *
     * @param minBytesPerSecond a message that brings less than this over one {@code window} is aborted
     * @param window long enough that a pause of the network does not count
     * @param maxEchoesPerSecond messages of one association that store nothing (C-ECHO, refused objects) in a second; the next one waits
     * @param maxDroppedBytesPerSecond how fast an object is read that will be answered A700H because of {@code maxBytesInFlight}
     * @param maxLogLinesPerMinute log lines about one address; the others are counted, and the count is logged
     */
    public record Pace(
            int minBytesPerSecond,
            Duration window,
            int maxEchoesPerSecond,
            int maxDroppedBytesPerSecond,
            int maxLogLinesPerMinute) {
        public Pace {
            if (minBytesPerSecond < 0 || maxEchoesPerSecond < 1 || maxLogLinesPerMinute < 1) {
                throw new IllegalArgumentException("the pace of peers must be positive");
            }
            if (maxDroppedBytesPerSecond < 1) {
                throw new IllegalArgumentException("the pace of peers must be positive");
            }
        }
    }
}
