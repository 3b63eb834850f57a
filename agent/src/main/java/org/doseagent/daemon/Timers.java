package org.doseagent.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.doseagent.daemon.health.Metrics;
import org.doseagent.daemon.threads.AgentThreads;
import org.doseagent.daemon.threads.Supervisor;
import org.doseagent.intake.Commitments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The periodic tasks of the daemon. A failure of a task is counted, and the task runs again the next time. */
@SuppressWarnings("FutureReturnValueIgnored") // the supervisor catches and counts what a task throws
final class Timers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    /** Interval of closing months, reviewing scanners and deleting bytes. All of these depend on days. */
    private static final Duration HOURLY = Duration.ofHours(1);

    private static final Duration MINUTELY = Duration.ofMinutes(1);

    private static final Duration DELIVER = Duration.ofSeconds(20);

    /** Maximum time for the current message when the daemon stops. A message that takes longer is sent again after the next start. */
    private static final Duration STOP_NOTIFYING = Duration.ofSeconds(5);

    private static final Duration COMMIT = Duration.ofSeconds(1);

    private final Agent agent;
    private final Metrics metrics;
    private final Commitments commitments;
    private final Supervisor supervisor;
    private final ScheduledExecutorService timer;

    /** A mail server that hangs blocks only this thread. */
    private final ScheduledExecutorService notifying;

    /** A peer that does not answer blocks only this thread. */
    private final ScheduledExecutorService committing;

    private final ScheduledExecutorService watching;

    /** A backup of a large store takes minutes. */
    private final ScheduledExecutorService backingUp;

    /** Both confined to the thread of the backups. */
    private boolean hasBackupFailed;

    private long backupFailedNanos;

    /** Confined to the thread of the timer. The first review after the start covers all exams. */
    private boolean isReviewed;

    Timers(Agent agent, Metrics metrics, Commitments commitments) {
        this.commitments = commitments;
        this.agent = agent;
        this.metrics = metrics;
        this.supervisor = agent.supervisor();
        this.timer = Executors.newSingleThreadScheduledExecutor(new AgentThreads("timer", true, supervisor));
        this.notifying = Executors.newSingleThreadScheduledExecutor(new AgentThreads("notify", true, supervisor));
        this.committing = Executors.newSingleThreadScheduledExecutor(new AgentThreads("commit", true, supervisor));
        this.backingUp = Executors.newSingleThreadScheduledExecutor(new AgentThreads("backup", true, supervisor));
        this.watching = Executors.newSingleThreadScheduledExecutor(new AgentThreads("watchdog", true, supervisor));
    }

    void start() {
        every(HOURLY, 1, "close-periods", () -> agent.releases().closeAll());
        every(HOURLY, 3, "review-scanners", this::reviewScanners);
        every(HOURLY, 60, "delete-old-data", this::deleteOldData);
        every(DELIVER, 2, "deliver", this::deliver);
        startCommitting();
        backingUp.scheduleWithFixedDelay(
                supervisor.task("backup", "backup", this::backUp), 90, MINUTELY.toSeconds(), TimeUnit.SECONDS);
        notifying.scheduleWithFixedDelay(
                supervisor.task("notify", "notify", this::sendNotifications), 2, DELIVER.toSeconds(), TimeUnit.SECONDS);
    }

    /** Answers requests for storage commitment. Needs peers of the configuration. */
    private void startCommitting() {
        if (!agent.settings().network().commitment().peers().isEmpty()) {
            committing.scheduleWithFixedDelay(
                    supervisor.task("commit", "commit", commitments::answerDue),
                    COMMIT.toMillis(),
                    COMMIT.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Repeats the report to the service manager on a thread of its own, which no other task can block. */
    void watch(Duration interval, Runnable report) {
        watching.scheduleWithFixedDelay(
                supervisor.task("watchdog", "watchdog", report), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void every(Duration interval, long firstSeconds, String event, Runnable work) {
        timer.scheduleWithFixedDelay(
                supervisor.task("timer", event, work), firstSeconds, interval.toSeconds(), TimeUnit.SECONDS);
    }

    private void deleteOldData() {
        Retention.Deleted deleted = agent.keeping().retention().deleteAll("dose-agent");
        if (!deleted.isNothing()) {
            LOG.info(
                    "event=old-data-deleted raw={} quarantined={} exams={} schemaCopies={}",
                    deleted.rawRecords(),
                    deleted.quarantinedObjects(),
                    deleted.exams(),
                    deleted.schemaCopies());
        }
    }

    /** A backup that fails is tried again after an hour, not after each minute. */
    private void backUp() {
        if (System.nanoTime() - backupFailedNanos < HOURLY.toNanos() && hasBackupFailed) {
            return;
        }
        try {
            agent.keeping().backupIfDue();
            hasBackupFailed = false;
        } catch (IOException e) {
            noteFailure();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            noteFailure();
            throw e;
        }
    }

    private void noteFailure() {
        hasBackupFailed = true;
        backupFailedNanos = System.nanoTime();
        LOG.error("event=backup-failed");
    }

    private void reviewScanners() {
        if (isReviewed) {
            agent.reviewScanners();
        } else {
            agent.reviewAll();
            isReviewed = true;
        }
    }

    private void deliver() {
        agent.forwarder().deliverDue(delivery -> OutboxMetrics.count(metrics, delivery));
    }

    private void sendNotifications() {
        agent.notifier()
                .run((channel, outcome) -> metrics.notificationAttempts
                        .labelValues(channel, outcome)
                        .inc());
    }

    /** Starts no more tasks, and waits for the current message. */
    @Override
    public void close() {
        timer.shutdownNow();
        notifying.shutdownNow();
        committing.shutdownNow();
        watching.shutdownNow();
        backingUp.shutdownNow();
        try {
            if (!notifying.awaitTermination(STOP_NOTIFYING.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("event=stop-while-notifying");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
