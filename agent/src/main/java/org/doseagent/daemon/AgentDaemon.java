package org.doseagent.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.doseagent.config.Settings;
import org.doseagent.net.Acceptor;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.StoreStatus;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.InboxEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running daemon: acceptor, worker, health page. Started by {@link #start}, ended by {@link #close}, in reverse order. */
public final class AgentDaemon implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentDaemon.class);

    /** How long associations with a message under way may take to finish it. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private static final long LOOK_AGAIN_SECONDS = 2;

    /** How often a month that may be closed is looked for; the wait after its end is counted in days. */
    private static final long CLOSE_PERIODS_MINUTES = 60;

    /** How often bytes that are kept long enough are looked for. */
    private static final long DELETE_MINUTES = 60;

    private static final long DELIVER_SECONDS = 20;

    /** How long a message under way may take to end when the daemon stops; it is sent again else. */
    private static final long STOP_NOTIFYING_SECONDS = 5;

    /** The worker waits until no object came for this long ... */
    private static final long QUIET_MILLIS = 30;

    /** ... but under steady load never longer than this before a batch. */
    private static final long GIVE_WAY_MILLIS = 500;

    private final Agent agent;
    private final FileLock lock;
    private final Metrics metrics = new Metrics();
    private final ExecutorService pages = Executors.newFixedThreadPool(2, new AgentThreads("http", true));
    private final Acceptor acceptor;
    private final Thread workerThread;
    private final List<ScheduledFuture<?>> timed;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new AgentThreads("timer", true));
    /** A mail server that hangs holds up this thread and nothing else. */
    private final ScheduledExecutorService notifying =
            Executors.newSingleThreadScheduledExecutor(new AgentThreads("notify", true));

    private final InetSocketAddress dicomAddress;
    private final Optional<HealthServer> health;
    private volatile boolean isStopping;

    /** Only the timer's thread reads it: the first review after the start looks at all exams. */
    private boolean isReviewed;

    private AgentDaemon(Agent agent, FileLock lock) throws IOException {
        this.agent = agent;
        this.lock = lock;
        metrics.gauge(
                "dose_agent_inbox_objects",
                "Objects in the inbox by state",
                "state",
                List.of("received", "processed", "not-applicable", "quarantined"),
                label -> agent.inbox()
                        .counts()
                        .getOrDefault(InboxEntry.State.of(label).orElseThrow(), 0L));
        metrics.gauge(
                "dose_agent_notifications",
                "Notifications of alerts by state",
                "state",
                List.of("pending", "sent", "failed", "skipped"),
                label -> agent.doses().notifications().counts().getOrDefault(label, 0L));
        OutboxMetrics.add(metrics, agent);
        acceptor = new Acceptor(
                acceptorSettings(agent.settings().dicom()),
                agent.intake(),
                new AgentThreads("assoc", true),
                listener());
        workerThread = new AgentThreads("intake", false).newThread(this::work);
        agent.levels().sets().stream()
                .filter(set -> !set.isTrusted())
                .forEach(set -> LOG.warn("event=drl-set-unverified set={} tier={}", set.id(), set.tier()));
        dicomAddress = acceptor.start();
        health = startPages(agent.settings().http());
        workerThread.start();
        timed = List.of(
                timer.scheduleWithFixedDelay(this::closePeriods, 1, CLOSE_PERIODS_MINUTES * 60, TimeUnit.SECONDS),
                timer.scheduleWithFixedDelay(this::reviewScanners, 3, CLOSE_PERIODS_MINUTES * 60, TimeUnit.SECONDS),
                timer.scheduleWithFixedDelay(this::deleteOldBytes, 60, DELETE_MINUTES * 60, TimeUnit.SECONDS),
                timer.scheduleWithFixedDelay(this::deliver, 2, DELIVER_SECONDS, TimeUnit.SECONDS),
                notifying.scheduleWithFixedDelay(this::tell, 2, DELIVER_SECONDS, TimeUnit.SECONDS));
    }

    /** A timer that throws is never run again, so nothing may leave these. */
    private void closePeriods() {
        try {
            agent.releases().closeAll();
        } catch (RuntimeException e) {
            LOG.error("event=close-periods-failed", e);
        }
    }

    private void deleteOldBytes() {
        try {
            int count = agent.deleteOldBytes();
            if (count > 0) {
                LOG.info("event=raw-bytes-deleted objects={}", count);
            }
        } catch (RuntimeException e) {
            LOG.error("event=delete-raw-bytes-failed", e);
        }
    }

    private void reviewScanners() {
        try {
            if (isReviewed) {
                agent.reviewScanners();
            } else {
                agent.reviewAll();
                isReviewed = true;
            }
        } catch (RuntimeException e) {
            LOG.error("event=review-scanners-failed", e);
        }
    }

    private void deliver() {
        try {
            agent.forwarder().deliverDue(delivery -> OutboxMetrics.count(metrics, delivery));
        } catch (RuntimeException e) {
            LOG.error("event=deliver-failed", e);
        }
    }

    private void tell() {
        try {
            agent.notifier()
                    .run((channel, outcome) -> metrics.notificationAttempts
                            .labelValues(channel, outcome)
                            .inc());
        } catch (RuntimeException e) {
            LOG.error("event=notify-failed", e);
        }
    }

    /**
     * Starts the daemon on the agent's data directory.
     *
     * @throws IOException if an address cannot be bound
     * @throws IllegalStateException if another daemon runs on this data directory
     */
    public static AgentDaemon start(Agent agent) throws IOException {
        FileLock lock = agent.directory()
                .lock()
                .orElseThrow(() -> new IllegalStateException("another daemon runs on the data directory "
                        + agent.directory().folder() + "; stop it, or give this one another --data-dir"));
        try {
            return new AgentDaemon(agent, lock);
        } catch (IOException | RuntimeException e) {
            lock.acquiredBy().close();
            throw e;
        }
    }

    /** Returns the thread that a virtual machine runs when it is told to end: closes the daemon, then runs {@code last}. */
    public static Thread stopper(AgentDaemon daemon, Runnable last) {
        return new AgentThreads("stop", false).newThread(() -> {
            try {
                daemon.close();
            } catch (IOException e) {
                LOG.error("event=stop-failed", e);
            } finally {
                last.run();
            }
        });
    }

    public InetSocketAddress dicomAddress() {
        return dicomAddress;
    }

    public Optional<InetSocketAddress> httpAddress() {
        return health.map(HealthServer::address);
    }

    private static AcceptorSettings acceptorSettings(Settings.Dicom dicom) {
        return new AcceptorSettings(
                dicom.host(),
                dicom.port(),
                dicom.aeTitle(),
                dicom.acceptAnyCalledAeTitle(),
                dicom.allowedCallers().stream()
                        .map(caller -> new AcceptorSettings.AllowedCaller(caller.aeTitle(), caller.hosts()))
                        .toList(),
                dicom.maxAssociations(),
                dicom.maxPdu(),
                dicom.maxObjectBytes(),
                dicom.artimTimeout(),
                dicom.idleTimeout(),
                dicom.releaseGrace());
    }

    private Optional<HealthServer> startPages(Settings.Http http) throws IOException {
        if (!http.enabled()) {
            return Optional.empty();
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(http.host()), http.port());
        return Optional.of(new HealthServer(address, pages, this::problem, this::problem, metrics));
    }

    private Optional<String> problem() {
        if (isStopping) {
            return Optional.of("stopping");
        }
        if (!workerThread.isAlive()) {
            return Optional.of("worker is not running");
        }
        return agent.inbox().isFull()
                ? Optional.of("inbox is full or the disk below its floor; senders are told to wait")
                : Optional.empty();
    }

    private void work() {
        while (!isStopping) {
            try {
                giveWay();
                int done = agent.worker().processBatch();
                metrics.processed.inc(done);
                if (done == 0 && agent.work().tryAcquire(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
                    agent.work().release();
                }
            } catch (StoreException e) {
                LOG.error("event=worker-store-failed retryable={}", e.isRetryable(), e);
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Lets a burst of objects in first: a sender that waits for its answers comes before reading what is safe already. */
    private void giveWay() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GIVE_WAY_MILLIS);
        while (agent.work().drainPermits() > 0 && System.nanoTime() < end && !isStopping) {
            if (agent.work().tryAcquire(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                agent.work().release();
            }
        }
    }

    private void pause() {
        try {
            if (agent.work().tryAcquire(Integer.MAX_VALUE, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=worker-woken");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private AssociationListener listener() {
        return new AssociationListener() {
            @Override
            public void opened() {
                metrics.associationsOpen.inc();
            }

            @Override
            public void ended(String outcome, boolean wasOpened) {
                if (wasOpened) {
                    metrics.associationsOpen.dec();
                }
                metrics.associations.labelValues(outcome).inc();
            }

            @Override
            public void answered(StoreStatus status, int bytes) {
                metrics.objects.labelValues(status.name()).inc();
                metrics.bytes.inc(bytes);
            }
        };
    }

    /** Stops accepting, lets messages under way finish, lets the worker finish its batch. */
    @Override
    public void close() throws IOException {
        isStopping = true;
        acceptor.drain(DRAIN);
        health.ifPresent(HealthServer::close);
        pages.shutdownNow();
        timed.forEach(future -> future.cancel(false));
        timer.shutdownNow();
        notifying.shutdownNow();
        agent.work().release();
        try {
            workerThread.join(DRAIN.toMillis());
            if (!notifying.awaitTermination(STOP_NOTIFYING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=stop-while-notifying");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        agent.close();
        lock.acquiredBy().close();
    }
}
