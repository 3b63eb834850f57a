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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.doseagent.config.Settings;
import org.doseagent.daemon.health.CachedProbe;
import org.doseagent.daemon.health.HealthServer;
import org.doseagent.daemon.health.Metrics;
import org.doseagent.daemon.health.Readiness;
import org.doseagent.daemon.health.WireMetrics;
import org.doseagent.daemon.threads.AgentThreads;
import org.doseagent.daemon.threads.Supervisor;
import org.doseagent.daemon.threads.WorkerLoop;
import org.doseagent.intake.Commitments;
import org.doseagent.intake.CommittingSink;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.association.Acceptor;
import org.doseagent.store.inbox.InboxEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running daemon: acceptor, worker, timers, health page. {@link #start} starts it, {@link #close} ends its parts in reverse order. Each
 * of its threads is supervised, and {@code /readyz} is true only while all of them do their work.
 */
public final class AgentDaemon implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentDaemon.class);

    /** Maximum time for an association to finish its current message. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    /**
     * Number of simultaneous requests of the health page: a peer that sends half a request blocks a thread until the time-out of the
     * server.
     */
    private static final int PAGE_THREADS = 16;

    private static final int PAGE_QUEUE = 64;

    private static final long IDLE_THREAD_SECONDS = 30;

    /**
     * How long after the start the objects that were read when the process ended are read again: one that ends the process lets all others
     * pass first, and a power that fails twice does not look like such an object.
     */
    private static final Duration SUSPECTS_AFTER = Duration.ofSeconds(10);

    private final Agent agent;
    private final FileLock lock;
    private final Supervisor supervisor;
    private final Metrics metrics = new Metrics();
    private final WorkerLoop worker;
    private final Thread workerThread;
    private final Acceptor acceptor;
    private final InetSocketAddress dicomAddress;
    private final Optional<InetSocketAddress> tlsAddress;
    private final Timers timers;
    private final ThreadPoolExecutor pages;
    private final ExecutorService probes;
    private final Optional<HealthServer> health;
    private final long startedNanos = System.nanoTime();
    private final ServiceManager manager = new ServiceManager(System.getenv());
    private volatile boolean isStopping;

    private AgentDaemon(Agent agent, FileLock lock) throws IOException {
        this.agent = agent;
        this.lock = lock;
        this.supervisor = agent.supervisor();
        agent.buildAll();
        warnOfUnverifiedSets();
        addGauges();
        worker = new WorkerLoop(this::processBatch, agent.work(), metrics.processed::inc);
        workerThread = supervisor.newThread("intake", worker);
        Commitments commitments = Committing.of(agent);
        timers = new Timers(agent, metrics, commitments);
        probes = Executors.newSingleThreadExecutor(new AgentThreads("probe", true, supervisor));
        pages = new ThreadPoolExecutor(
                PAGE_THREADS,
                PAGE_THREADS,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(PAGE_QUEUE),
                supervisor.counting("http"));
        pages.allowCoreThreadTimeOut(true);
        AcceptorSettings dicom = agent.settings().network().dicom();
        acceptor = new Acceptor(
                SelfCheck.admittingSelf(dicom),
                new CommittingSink(agent.intake(), commitments),
                supervisor.counting("assoc"),
                new WireMetrics(metrics));
        dicomAddress = acceptor.start();
        tlsAddress = acceptor.tlsAddress();
        health = startPages();
        workerThread.start();
        timers.start();
        manager.watchdogInterval().ifPresent(interval -> timers.watch(interval, this::reportLife));
        manager.ready();
    }

    /** The watchdog of the service manager ends the daemon when it neither answers itself nor writes for a while. */
    private void reportLife() {
        Optional<String> problem = selfCheck().stuck().or(alive()::problem);
        if (problem.isEmpty()) {
            manager.alive();
        } else {
            LOG.error("event=watchdog-withheld problem=\"{}\"", problem.get());
            manager.status(problem.get());
        }
    }

    private SelfCheck selfCheck() {
        return new SelfCheck(agent.settings().network().dicom(), dicomAddress, agent.doses());
    }

    private int processBatch() {
        supervisor.round("intake");
        agent.inbox().takeHandedOver();
        int done = agent.worker().processBatch();
        return done > 0 || System.nanoTime() - startedNanos < SUSPECTS_AFTER.toNanos()
                ? done
                : agent.worker().processSuspect();
    }

    private void warnOfUnverifiedSets() {
        agent.levels().sets().stream()
                .filter(set -> !set.isTrusted() && !set.isLocal())
                .forEach(set -> LOG.warn("event=drl-set-unverified set={} tier={}", set.id(), set.tier()));
    }

    private void addGauges() {
        metrics.gauge(
                new Metrics.Name("dose_agent_inbox_objects", "Objects in the inbox by state"),
                "state",
                List.of("received", "processed", "not-applicable", "quarantined"),
                label -> agent.inbox()
                        .counts()
                        .getOrDefault(InboxEntry.State.of(label).orElseThrow(), 0L));
        metrics.gauge(
                new Metrics.Name(
                        "dose_agent_inbox_damaged_places",
                        "Damaged places of the inbox log that this process has found"),
                () -> agent.inbox().damagedPlaces());
        metrics.gauge(
                new Metrics.Name("dose_agent_inbox_bytes", "Bytes of received objects that the inbox log holds"),
                () -> agent.inbox().status().bytes());
        metrics.gauge(
                new Metrics.Name("dose_agent_notifications", "Notifications of alerts by state"),
                "state",
                List.of("pending", "sent", "failed", "skipped"),
                label -> agent.doses().notifications().counts().getOrDefault(label, 0L));
        metrics.counter(
                new Metrics.Name(
                        "dose_agent_thread_failures_total",
                        "Failures that a long-lived thread survived or after which it started again"),
                "thread",
                supervisor::failures);
        metrics.gauge(
                new Metrics.Name(
                        "dose_agent_backup_age_seconds", "Age of the newest scheduled backup; absent without one"),
                "backup",
                agent.keeping()::backupAges);
        OutboxMetrics.add(metrics, agent);
        StoreMetrics.add(metrics, agent);
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

    /** Returns the shutdown thread of the virtual machine: it closes the daemon, then runs {@code last}. */
    public static Thread stopper(AgentDaemon daemon, Runnable last) {
        return new AgentThreads("stop", false, daemon.supervisor).newThread(() -> {
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

    /** Returns the address with TLS; that of {@link #dicomAddress} where there is no other. */
    public Optional<InetSocketAddress> tlsAddress() {
        return tlsAddress;
    }

    public Optional<InetSocketAddress> httpAddress() {
        return health.map(HealthServer::address);
    }

    private Optional<HealthServer> startPages() throws IOException {
        Settings.Http http = agent.settings().network().http();
        if (!http.enabled()) {
            return Optional.empty();
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(http.host()), http.port());
        return Optional.of(
                new HealthServer(address, pages, new HealthServer.Checks(alive()::problem, ready()::problem), metrics));
    }

    /** All threads run. The check does nothing that could block. */
    private Readiness alive() {
        return new Readiness(
                List.of(this::stopping, supervisor::problem, this::workerThreadProblem, acceptor::problem));
    }

    /** A PACS can store a report, and the report will be processed. */
    private Readiness ready() {
        SelfCheck self = selfCheck();
        return new Readiness(List.of(
                alive()::problem,
                this::inboxProblem,
                () -> Readiness.standstill(worker.sinceProgress(), agent.inbox()::waiting),
                new CachedProbe("the self-check", self::problem, probes, CachedProbe.Times.DEFAULT)));
    }

    private Optional<String> stopping() {
        return isStopping ? Optional.of("stopping") : Optional.empty();
    }

    private Optional<String> workerThreadProblem() {
        return workerThread.isAlive() ? Optional.empty() : Optional.of("the worker does not run");
    }

    private Optional<String> inboxProblem() {
        return agent.inbox().problem();
    }

    /** Stops accepting, and lets current messages and the current batch finish. */
    @Override
    public void close() throws IOException {
        isStopping = true;
        manager.stopping();
        acceptor.drain(DRAIN);
        supervisor.stop();
        health.ifPresent(HealthServer::close);
        pages.shutdownNow();
        probes.shutdownNow();
        timers.close();
        worker.stop();
        try {
            workerThread.join(DRAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        agent.close();
        lock.acquiredBy().close();
    }
}
