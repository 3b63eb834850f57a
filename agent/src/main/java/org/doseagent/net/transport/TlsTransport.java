package org.doseagent.net.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.doseagent.net.tls.CertificateNames;
import org.doseagent.net.tls.TlsRefusal;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another transport. The handshake is a part of reading, and each read waits for the peer at most once, so that the deadlines of the
 * reader bound the handshake too. A record without content counts as nothing read.
 */
public final class TlsTransport implements Transport {

    /** First byte of a TLS handshake record (RFC 8446 5.1), and of an A-ASSOCIATE-RQ (PS3.8 9.3.2). */
    private static final int HANDSHAKE_RECORD = 0x16;

    private static final int ASSOCIATE_RQ = 1;

    private static final String TLS_12 = "TLSv1.2";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Records of an alert; it has one. */
    private static final int MAX_ALERT_RECORDS = 4;

    /** How long our side of a handshake waits for bytes before it looks at its deadline. */
    private static final int CHECK_MILLIS = 200;

    /** Makes the engine when the handshake begins, because that may read files. */
    public interface Engines {
        SSLEngine engine() throws IOException;
    }

    private final Transport raw;
    private final Engines engines;

    /** The handshake waits until then. */
    private final long beginsAt;

    /** What came and was not decrypted, from position to limit. */
    private ByteBuffer fromPeer;

    /** What was decrypted and not read, from position to limit. */
    private ByteBuffer plain = NOTHING;

    private ByteBuffer toPeer = NOTHING;
    private @Nullable SSLEngine engine;
    private boolean isEstablished;
    private Set<String> names = Set.of();
    private volatile long sendingSince;

    private TlsTransport(Transport raw, Engines engines, long beginsAt, byte[] firstBytes) {
        this.raw = raw;
        this.engines = engines;
        this.beginsAt = beginsAt;
        this.fromPeer = ByteBuffer.wrap(firstBytes);
    }

    /**
     * Returns the transport of a connection that a peer opened.
     *
     * @param beginsAt when the handshake may begin, by {@link System#nanoTime()}
     * @param firstBytes what has come, at least one byte
     */
    public static TlsTransport accepting(Transport raw, Engines engines, long beginsAt, byte[] firstBytes) {
        return new TlsTransport(raw, engines, beginsAt, firstBytes);
    }

    /**
     * Does the handshake of a connection that we opened.
     *
     * @throws TlsRefusal if there is no TLS with the peer
     * @throws SocketTimeoutException if the peer does not answer before the deadline
     */
    public static TlsTransport calling(Transport raw, Engines engines, long deadline) throws IOException {
        TlsTransport tls = new TlsTransport(raw, engines, System.nanoTime(), new byte[0]);
        while (!tls.isEstablished) {
            if (System.nanoTime() - deadline > 0) {
                throw new SocketTimeoutException("TLS handshake incomplete in time");
            }
            if (tls.advance(CHECK_MILLIS) < 0) {
                throw new TlsRefusal("the peer closed the connection during the TLS handshake");
            }
        }
        return tls;
    }

    @Override
    public int read(byte[] target, int offset, int length, int timeoutMillis) throws IOException {
        if (!plain.hasRemaining()) {
            int advanced = advance(timeoutMillis);
            if (advanced < 0) {
                return advanced;
            }
        }
        int count = Math.min(length, plain.remaining());
        plain.get(target, offset, count);
        return count;
    }

    /** Goes on until there is something to read, or the peer must be waited for a second time. Returns -1 if the peer has closed. */
    private int advance(int timeoutMillis) throws IOException {
        long wait = beginsAt - System.nanoTime();
        if (engine == null && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(timeoutMillis)));
            return 0;
        }
        boolean hasWaited = false;
        try {
            while (!plain.hasRemaining()) {
                SSLEngine tls = begin();
                refuseRenegotiation(tls);
                switch (tls.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks(tls);
                    case NEED_WRAP -> wrap(tls, NOTHING);
                    default -> {
                        SSLEngineResult.Status status = unwrap(tls);
                        if (status == SSLEngineResult.Status.CLOSED) {
                            return -1;
                        }
                        if (status == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                            int count = hasWaited ? 0 : receive(tls, timeoutMillis);
                            if (count <= 0) {
                                return count;
                            }
                            hasWaited = true;
                        }
                    }
                }
            }
            return 0;
        } catch (SSLException e) {
            TlsRefusal refusal = TlsRefusal.of(e);
            try {
                sendAlert();
            } catch (IOException gone) { // the peer does not wait for the reason; the log has it
                refusal.addSuppressed(gone);
            }
            throw refusal;
        }
    }

    private SSLEngine begin() throws IOException {
        SSLEngine present = engine;
        if (present != null) {
            return present;
        }
        requireHandshake();
        SSLEngine made = engines.engine();
        SSLSession session = made.getSession();
        ByteBuffer larger = ByteBuffer.allocate(Math.max(session.getPacketBufferSize(), fromPeer.remaining()));
        fromPeer = larger.put(fromPeer).flip();
        toPeer = ByteBuffer.allocate(session.getPacketBufferSize());
        plain = ByteBuffer.allocate(session.getApplicationBufferSize()).limit(0);
        made.beginHandshake();
        engine = made;
        return made;
    }

    private void requireHandshake() throws TlsRefusal {
        if (!fromPeer.hasRemaining() || fromPeer.get(fromPeer.position()) == HANDSHAKE_RECORD) {
            return;
        }
        throw new TlsRefusal(
                fromPeer.get(fromPeer.position()) == ASSOCIATE_RQ
                        ? "a peer without TLS called the TLS port; switch TLS on in the peer, or have it call dicom.port"
                        : "what the peer sent is neither TLS nor DICOM");
    }

    /** A second handshake of TLS 1.2 costs much and no DICOM peer needs it; RFC 9325 3.5 lets us refuse. TLS 1.3 has none. */
    private void refuseRenegotiation(SSLEngine tls) throws TlsRefusal {
        if (isEstablished
                && tls.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                && !tls.isInboundDone()
                && tls.getSession().getProtocol().equals(TLS_12)) {
            throw new TlsRefusal("the peer asked for a second TLS handshake on the same connection");
        }
    }

    private static void runTasks(SSLEngine tls) {
        for (Runnable task = tls.getDelegatedTask(); task != null; task = tls.getDelegatedTask()) {
            task.run();
        }
    }

    private SSLEngineResult.Status unwrap(SSLEngine tls) throws SSLException {
        plain.clear();
        SSLEngineResult result;
        try {
            result = tls.unwrap(fromPeer, plain);
        } finally {
            plain.flip();
        }
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            plain = ByteBuffer.allocate(larger(plain, tls.getSession().getApplicationBufferSize()))
                    .limit(0);
        }
        note(result, tls);
        return result.getStatus();
    }

    /** A record is longer than the buffer: the session knows the longest one. */
    private static int larger(ByteBuffer present, int needed) throws SSLException {
        if (needed <= present.capacity()) {
            throw new SSLException("a record is longer than the session allows");
        }
        return needed;
    }

    private void note(SSLEngineResult result, SSLEngine tls) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED && !isEstablished) {
            isEstablished = true;
            names = namesOf(tls.getSession());
        }
    }

    private static Set<String> namesOf(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? CertificateNames.of(certificate)
                    : Set.of();
        } catch (SSLPeerUnverifiedException e) {
            return Set.of(); // no client certificate, which dicom.tls.clientAuth allowed
        }
    }

    private int receive(SSLEngine tls, int timeoutMillis) throws IOException {
        fromPeer.compact();
        try {
            if (!fromPeer.hasRemaining()) {
                ByteBuffer longer =
                        ByteBuffer.allocate(larger(fromPeer, tls.getSession().getPacketBufferSize()));
                fromPeer = longer.put(fromPeer.flip());
            }
            int count = raw.read(fromPeer.array(), fromPeer.position(), fromPeer.remaining(), timeoutMillis);
            fromPeer.position(fromPeer.position() + Math.max(0, count));
            return count;
        } finally {
            fromPeer.flip();
        }
    }

    /** Encrypts and sends what one record holds; returns whether anything was done. */
    private boolean wrap(SSLEngine tls, ByteBuffer source) throws IOException {
        toPeer.clear();
        SSLEngineResult result = tls.wrap(source, toPeer);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            toPeer = ByteBuffer.allocate(larger(toPeer, tls.getSession().getPacketBufferSize()));
            return true;
        }
        note(result, tls);
        toPeer.flip();
        if (toPeer.hasRemaining()) {
            byte[] record = new byte[toPeer.remaining()];
            toPeer.get(record);
            sendingSince = System.nanoTime() | 1;
            try {
                raw.write(record);
            } finally {
                sendingSince = 0;
            }
        }
        return result.getStatus() == SSLEngineResult.Status.OK
                && (result.bytesProduced() > 0 || result.bytesConsumed() > 0);
    }

    /** Sends the peer the alert that names the cause, if the peer still reads. */
    private void sendAlert() throws IOException {
        SSLEngine tls = engine;
        for (int i = 0;
                tls != null && i < MAX_ALERT_RECORDS && tls.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
                i++) {
            wrap(tls, NOTHING);
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        SSLEngine tls = engine;
        if (tls == null || !isEstablished) {
            throw new IOException("nothing can be sent before the TLS handshake");
        }
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            if (tls.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks(tls);
            } else if (!wrap(tls, source)) {
                throw new IOException("the TLS connection takes no more bytes");
            }
        }
    }

    @Override
    public long blockedSince() {
        return sendingSince;
    }

    @Override
    public Set<String> certificateNames() {
        return names;
    }

    @Override
    public void acknowledge() throws IOException {
        raw.acknowledge();
    }

    @Override
    public InetAddress peer() {
        return raw.peer();
    }

    @Override
    public boolean isLocal() {
        return raw.isLocal();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
