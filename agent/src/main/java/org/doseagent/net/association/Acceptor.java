package org.doseagent.net.association;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.admission.ByteBudget;
import org.doseagent.net.admission.HandshakePace;
import org.doseagent.net.admission.SilentConnections;
import org.doseagent.net.transport.ChannelTransport;
import org.doseagent.net.transport.Connection;
import org.doseagent.net.transport.IdleSelectors;
import org.doseagent.net.transport.TlsTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for associations and runs each on a thread of its own, at most {@link Admission#maxConnections} at once. A connection gets a
 * thread when it has begun to send; before that it is one of the {@link SilentConnections}. A lack of memory, threads or file descriptors
 * costs connections, never the acceptor. Thread-safe.
 */
public final class Acceptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /** What a peer may send before we read it; left alone, the kernel would keep megabytes of each connection. */
    private static final int RECEIVE_BUFFER = 128 * 1024;

    private static final long MAX_STOP_MILLIS = 1000;

    /** How often connections are looked for that have been silent, or not been read, for too long. */
    private static final int CHECK_MILLIS = 250;

    /** Connections that are accepted before those that have begun to send get their threads. */
    private static final int MAX_ACCEPTED_AT_ONCE = 64;

    /** How long a connection that has begun to send waits for a thread before others are looked at. */
    private static final long ROOM_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** After a failure, how long the acceptor waits for a connection to end before it tries again. */
    private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A thread that has no association ends after so long. */
    private static final long IDLE_THREAD_SECONDS = 30;

    /** For an A-ABORT to be written and read where nothing may take any longer. */
    private static final long ABORT_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Services services;
    private final ThreadFactory threads;
    private final ExecutorService pool;
    private final FailureLog failures = new FailureLog("accept-failed");
    private final List<Port> ports = new ArrayList<>();
    private final HandshakePace handshakes;
    private final Selector selector;
    private final SilentConnections silent;
    private final IdleSelectors idleSelectors;
    private long number;
    private long checkedAt = System.nanoTime();
    private volatile boolean isStopping;
    private volatile @Nullable Thread accepting;
    private volatile @Nullable String failure;

    public Acceptor(AcceptorSettings settings, ObjectSink sink, ThreadFactory threads, AssociationListener listener)
            throws IOException {
        this.services = new Services(
                settings,
                sink,
                listener,
                new Admission(settings, listener),
                new ByteBudget(budget(settings.limits())),
                new FailureLog("association-failed"),
                new WireLog(settings.pace().maxLogLinesPerMinute()));
        this.threads = threads;
        this.pool = new ThreadPoolExecutor(
                0,
                Admission.maxConnections(settings.limits()) + 1,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads);
        this.selector = Selector.open();
        this.idleSelectors = new IdleSelectors(settings.limits().maxAssociations());
        this.silent = new SilentConnections(selector, settings, listener);
        this.handshakes = new HandshakePace(settings.tlsPort()
                .map(AcceptorSettings.Tls::maxHandshakesPerSecond)
                .orElse(1));
    }

    /** A port that is listened on. */
    private record Port(ServerSocketChannel server, boolean isTls) {

        InetSocketAddress address() throws IOException {
            return (InetSocketAddress) server.getLocalAddress();
        }
    }

    private static long budget(Limits limits) {
        long bytes = ByteBudget.bytes(limits, Runtime.getRuntime().maxMemory());
        if (bytes < limits.maxBytesInFlight()) {
            LOG.warn(
                    "event=bytes-in-flight-reduced setting={} used={} reason=\"dicom.maxBytesInFlight is above a quarter of the heap\"",
                    limits.maxBytesInFlight(),
                    bytes);
        }
        return bytes;
    }

    /**
     * Binds and begins to accept.
     *
     * @return the address bound, with the port that was taken where 0 was asked for; that with TLS where there is no other
     * @throws IOException if an address cannot be bound, or the certificates of TLS cannot be used
     */
    public InetSocketAddress start() throws IOException {
        AcceptorSettings settings = services.settings();
        closeOneSocket();
        Optional<AcceptorSettings.Tls> tls = settings.tlsPort();
        if (tls.isEmpty() || !tls.get().isOnly()) {
            listen(settings.port(), false);
        }
        if (tls.isPresent()) {
            tls.get().identity().prepare();
            listen(tls.get().port(), true);
        }
        Thread thread = threads.newThread(this::acceptAll);
        accepting = thread;
        thread.start();
        return ports.get(0).address();
    }

    /** Returns the address with TLS; empty without TLS, and before the start. */
    public Optional<InetSocketAddress> tlsAddress() throws IOException {
        for (Port port : ports) {
            if (port.isTls()) {
                return Optional.of(port.address());
            }
        }
        return Optional.empty();
    }

    private void listen(int number, boolean isTls) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        Port port = new Port(server, isTls);
        ports.add(port);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        server.bind(
                new InetSocketAddress(InetAddress.getByName(services.settings().host()), number),
                services.settings().limits().maxSilent());
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, port);
    }

    /**
     * The Java runtime opens a file descriptor of its own when it closes its first socket. Where no descriptor is left at that moment, it
     * can never close any socket again, so that moment must come before the first peer.
     */
    private static void closeOneSocket() throws IOException {
        try (ServerSocketChannel first = ServerSocketChannel.open()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel.open(first.getLocalAddress()).close();
        }
    }

    /** Returns why peers cannot connect now; empty while they can, and after a stop. For the readiness page. */
    public Optional<String> problem() {
        Thread thread = accepting;
        if (isStopping || thread == null) {
            return Optional.empty();
        }
        if (!thread.isAlive()) {
            return Optional.of("the DICOM acceptor has stopped");
        }
        return Optional.ofNullable(failure).map(error -> "DICOM connections cannot be accepted: " + error);
    }

    private void acceptAll() {
        try {
            while (!isStopping) {
                try {
                    serve();
                } catch (InterruptedException e) {
                    return;
                } catch (Throwable e) { // the top of the only thread that accepts: it must outlive a lack of memory
                    survive(e);
                }
            }
        } finally {
            silent.closeAll();
        }
    }

    /** Does what the connections ask for: new ones are accepted, those that have begun to send get a thread. */
    private void serve() throws InterruptedException, IOException {
        selector.select(CHECK_MILLIS);
        checkTimes();
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext() && !isStopping) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isValid() && key.attachment() instanceof Port port) {
                acceptWaiting(port);
            } else if (key.isValid() && services.admission().awaitRoom(ROOM_NANOS)) {
                begin(key);
            }
        }
        failure = null;
    }

    private void acceptWaiting(Port port) throws IOException {
        for (int count = 0; count < MAX_ACCEPTED_AT_ONCE; count++) {
            SocketChannel channel = port.server().accept();
            if (channel == null) {
                return;
            }
            try {
                silent.add(channel, port.isTls());
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        }
    }

    private void checkTimes() {
        long now = System.nanoTime();
        if (now - checkedAt > TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS)) {
            checkedAt = now;
            services.admission().closeStuckWriters();
            services.lines().tick(now);
            silent.closeExpired();
        }
    }

    /** Counts, logs, makes room and waits. Where even that fails for lack of memory, the loop goes on. */
    private void survive(Throwable error) {
        if (isStopping) {
            return;
        }
        try {
            failure = error.getClass().getSimpleName();
            services.listener().incident(Incident.ACCEPT_FAILED);
            failures.add(error);
            if (!(error instanceof IOException && silent.closeOlderHalf())) {
                services.admission().awaitEnd(BACK_OFF_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure = e.getClass().getSimpleName();
        }
    }

    private void begin(SelectionKey key) throws IOException {
        Optional<SilentConnections.Opening> opening = silent.opening(key);
        if (opening.isPresent()) {
            begin(opening.get());
        }
    }

    /** Allocates no buffer: those belong to the thread of the association. */
    private void begin(SilentConnections.Opening opening) throws IOException {
        try {
            number++;
            ChannelTransport transport = new ChannelTransport(opening.channel(), idleSelectors);
            Connection connection = connection(opening, transport);
            Association association = new Association(number, connection, services, opening.connectedAt());
            services.admission().enter(association);
            try {
                pool.execute(() -> run(association, transport));
            } catch (RuntimeException | Error e) { // no thread for it
                services.admission().leave(association);
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            opening.channel().close();
            throw e;
        }
    }

    private Connection connection(SilentConnections.Opening opening, ChannelTransport transport) {
        int maxPdu = services.settings().limits().maxPduBytes();
        if (opening.isTls()) {
            return new Connection(
                    TlsTransport.accepting(
                            transport,
                            this::engine,
                            handshakes.beginsAt(transport.peer(), System.nanoTime()),
                            opening.firstBytes()),
                    maxPdu);
        }
        Connection plain = new Connection(transport, maxPdu);
        plain.startWith(opening.firstBytes());
        return plain;
    }

    private SSLEngine engine() throws IOException {
        AcceptorSettings.Tls tls = services.settings().tlsPort().orElseThrow();
        return tls.identity().accepting(tls.needsClientCertificate());
    }

    private void run(Association association, ChannelTransport transport) {
        try {
            association.run();
            transport.end();
        } catch (IOException | RuntimeException | Error e) { // a failure while it ended, for lack of memory perhaps
            services.failures().add(e);
        } finally {
            services.admission().leave(association);
        }
    }

    /**
     * Stops accepting. A sender between two objects has the grace of the settings to go on or to release, a message under way up to
     * {@code limit} to finish; then the associations end with an A-ABORT, so that each sender knows what it keeps.
     */
    public void drain(Duration limit) {
        long end = Connection.deadline(limit);
        long grace = Math.min(
                limit.toNanos(), services.settings().deadlines().releaseGrace().toNanos());
        stopAccepting();
        Admission admission = services.admission();
        try {
            admission.closePending();
            if (!admission.awaitEmpty(grace)) {
                admission.snapshot().forEach(Association::stopAfterMessage);
            }
            if (!admission.awaitEmpty(end - System.nanoTime())) {
                admission.snapshot().forEach(Association::stopNow);
            }
            if (!admission.awaitEmpty(ABORT_GRACE_NANOS)) {
                admission.snapshot().forEach(Admission::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdown();
        }
    }

    /** Also waits for the thread that accepts. The selector lets the kernel close the listening socket. */
    private void stopAccepting() {
        isStopping = true;
        try {
            for (Port port : ports) {
                port.server().close();
            }
            selector.wakeup();
            Thread thread = accepting;
            if (thread != null) {
                thread.join(MAX_STOP_MILLIS);
            }
            selector.close();
            idleSelectors.close();
        } catch (IOException e) {
            LOG.warn("event=drain-failed error={}", e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        drain(Duration.ZERO);
    }
}
