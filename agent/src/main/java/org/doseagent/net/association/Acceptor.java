package org.doseagent.net.association;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.ObjectSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for associations and runs each on a thread of its own, at most {@link Admission#maxConnections} at once; further connections
 * wait in the backlog of the kernel. A lack of memory, threads or file descriptors costs connections, never the acceptor. Thread-safe.
 */
public final class Acceptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private static final int BACKLOG = 128;

    private static final long MAX_STOP_MILLIS = 1000;

    /** How often peers that do not read are looked for. */
    private static final int CHECK_WRITERS_MILLIS = 250;

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
    private final ServerSocket server;
    private long number;
    private long writersChecked = System.nanoTime();
    private volatile @Nullable Thread accepting;
    private volatile @Nullable String failure;

    public Acceptor(AcceptorSettings settings, ObjectSink sink, ThreadFactory threads, AssociationListener listener)
            throws IOException {
        this.services = new Services(
                settings,
                sink,
                listener,
                new Admission(settings, listener),
                new ByteBudget(settings.limits().maxBytesInFlight()),
                new FailureLog("association-failed"));
        this.threads = threads;
        this.pool = new ThreadPoolExecutor(
                0,
                Admission.maxConnections(settings.limits()) + 1,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads);
        this.server = new ServerSocket();
    }

    /**
     * Binds and begins to accept.
     *
     * @return the address bound, with the port that was taken where 0 was asked for
     * @throws IOException if the address cannot be bound
     */
    public InetSocketAddress start() throws IOException {
        AcceptorSettings settings = services.settings();
        closeOneSocket();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), BACKLOG);
        server.setSoTimeout(CHECK_WRITERS_MILLIS);
        Thread thread = threads.newThread(this::acceptAll);
        accepting = thread;
        thread.start();
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /**
     * The Java runtime opens a file descriptor of its own when it closes its first socket. Where no descriptor is left at that moment, it
     * can never close any socket again, so that moment must come before the first peer.
     */
    private static void closeOneSocket() throws IOException {
        try (ServerSocket first = new ServerSocket()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
    }

    /** Returns why peers cannot connect now; empty while they can, and after a stop. For the readiness page. */
    public Optional<String> problem() {
        Thread thread = accepting;
        if (server.isClosed() || thread == null) {
            return Optional.empty();
        }
        if (!thread.isAlive()) {
            return Optional.of("the DICOM acceptor has stopped");
        }
        return Optional.ofNullable(failure).map(error -> "DICOM connections cannot be accepted: " + error);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                acceptNext();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) { // the top of the only thread that accepts: it must outlive a lack of memory
                survive(e);
            }
        }
    }

    private void acceptNext() throws InterruptedException, IOException {
        checkWriters();
        if (services.admission().awaitRoom(BACK_OFF_NANOS)) {
            try {
                begin(server.accept());
            } catch (SocketTimeoutException e) {
                LOG.trace("event=nobody-waits");
            }
            failure = null;
        }
    }

    private void checkWriters() {
        long now = System.nanoTime();
        if (now - writersChecked > TimeUnit.MILLISECONDS.toNanos(CHECK_WRITERS_MILLIS)) {
            writersChecked = now;
            services.admission().closeStuckWriters();
        }
    }

    /** Counts, logs and waits. Where even that fails for lack of memory, the loop goes on. */
    private void survive(Throwable error) {
        if (server.isClosed()) {
            return;
        }
        try {
            failure = error.getClass().getSimpleName();
            services.listener().incident(Incident.ACCEPT_FAILED);
            failures.add(error);
            services.admission().awaitEnd(BACK_OFF_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure = e.getClass().getSimpleName();
        }
    }

    /** Allocates no buffer: those belong to the thread of the association. */
    private void begin(Socket socket) throws IOException {
        try {
            number++;
            Connection connection = new Connection(
                    SocketTransport.accepted(socket),
                    services.settings().limits().maxPduBytes());
            Association association = new Association(number, connection, services);
            services.admission().enter(association);
            try {
                pool.execute(() -> run(association));
            } catch (RuntimeException | Error e) { // no thread for it
                services.admission().leave(association);
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private void run(Association association) {
        try {
            association.run();
        } catch (RuntimeException | Error e) { // a failure while it ended, for lack of memory perhaps
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

    /** Also waits for the thread that accepts: until it has left the system call, the kernel still takes connections. */
    private void stopAccepting() {
        try {
            server.close();
            Thread thread = accepting;
            if (thread != null) {
                thread.join(MAX_STOP_MILLIS);
            }
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
