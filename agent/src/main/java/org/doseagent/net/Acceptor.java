package org.doseagent.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for associations and runs each on a thread of its own. Bounded: at most {@code maxAssociations} open ones, and at most {@value
 * #MAX_PENDING} connections that have not asked for one yet, of which a newer one ends the oldest. Thread-safe.
 */
public final class Acceptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /** Connections that may be silent, or about to be rejected, at once. */
    static final int MAX_PENDING = 32;

    private static final int BACKLOG = 128;

    private static final long MAX_STOP_MILLIS = 1000;

    /** For an A-ABORT to be written and read where nothing may take any longer. */
    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final AcceptorSettings settings;
    private final ObjectSink sink;
    private final ThreadFactory threads;
    private final AssociationListener listener;
    private final Semaphore slots;
    private final AtomicLong numbers = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<Long, Association> open = new LinkedHashMap<>();
    private final ServerSocket server;
    private volatile @Nullable Thread accepting;

    public Acceptor(AcceptorSettings settings, ObjectSink sink, ThreadFactory threads, AssociationListener listener)
            throws IOException {
        this.settings = settings;
        this.sink = sink;
        this.threads = threads;
        this.listener = listener;
        this.slots = new Semaphore(settings.maxAssociations());
        this.server = new ServerSocket();
    }

    /**
     * Binds and begins to accept.
     *
     * @return the address bound, with the port that was taken where 0 was asked for
     * @throws IOException if the address cannot be bound
     */
    public InetSocketAddress start() throws IOException {
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), BACKLOG);
        Thread thread = threads.newThread(this::acceptAll);
        accepting = thread;
        thread.start();
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                begin(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("event=accept-failed error={}", e.getClass().getSimpleName());
                }
            }
        }
    }

    private void begin(Socket socket) throws IOException {
        long number = numbers.incrementAndGet();
        Association association = new Association(
                number, new Connection(socket, settings.maxPduBytes()), settings, sink, listener, slots::tryAcquire);
        lock.lock();
        try {
            closeOldestPending();
            open.put(number, association);
        } finally {
            lock.unlock();
        }
        threads.newThread(() -> runOne(number, association)).start();
    }

    private void closeOldestPending() throws IOException {
        List<Association> pending =
                open.values().stream().filter(each -> !each.wasOpened()).toList();
        if (pending.size() >= MAX_PENDING) {
            pending.get(0).closeNow();
        }
    }

    private void runOne(long number, Association association) {
        try {
            association.run();
        } finally {
            lock.lock();
            try {
                open.remove(number);
                if (association.wasOpened()) {
                    slots.release();
                }
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Stops accepting. A sender between two objects has the grace of the settings to go on or to release, a message under way up to
     * {@code most} to finish; then the associations end with an A-ABORT, so that each sender knows what it keeps.
     */
    public void drain(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        long grace = Math.min(most.toNanos(), settings.releaseGrace().toNanos());
        stopAccepting();
        lock.lock();
        try {
            for (Association association : open.values()) {
                if (!association.wasOpened()) {
                    association.closeNow();
                }
            }
            awaitAllEnded(System.nanoTime() + grace);
            open.values().forEach(Association::stopAfterMessage);
            awaitAllEnded(end);
            open.values().forEach(Association::stopNow);
            awaitAllEnded(System.nanoTime() + LAST_WORDS_NANOS);
            for (Association association : open.values()) {
                association.closeNow();
            }
        } catch (IOException e) {
            LOG.warn("event=drain-failed error={}", e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void awaitAllEnded(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        while (!open.isEmpty() && left > 0) {
            left = ended.awaitNanos(left);
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
