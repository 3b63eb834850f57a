package org.doseagent.daemon.threads;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the long-lived threads. An exception or {@link Error} that escapes from a thread is logged and counted. Then its work restarts
 * after a pause, which doubles with each consecutive failure. Until the work runs again, {@link #problem} names the thread. Thread-safe.
 */
public final class Supervisor {

    /** The threads of the daemon, by the label of the metric. */
    static final List<String> THREADS = List.of("assoc", "http", "inbox", "intake", "notify", "probe", "timer");

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /** After a thread has run for this long, its next failure is followed by the first pause again. */
    private static final long STEADY_NANOS = TimeUnit.MINUTES.toNanos(2);

    private static final int MAX_DOUBLINGS = 10;

    private final Duration firstPause;
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> down = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private final Consumer<String> beforeRound;

    public Supervisor() {
        this(FIRST_PAUSE, name -> {});
    }

    /**
     * A supervisor for tests.
     *
     * @param firstPause the pause after the first failure
     * @param beforeRound called with the name of a thread before each round of its work; what it throws is a failure of the thread
     */
    public Supervisor(Duration firstPause, Consumer<String> beforeRound) {
        this.firstPause = firstPause;
        this.beforeRound = beforeRound;
        THREADS.forEach(name -> failures.put(name, new LongAdder()));
    }

    /** Called by a thread before each round of its work. */
    public void round(String name) {
        beforeRound.accept(name);
    }

    /** Returns a factory for one long-lived thread, whose work restarts when it fails. */
    public ThreadFactory restarting(String name) {
        AgentThreads threads = new AgentThreads(name, true, this);
        return work -> threads.newThread(() -> keepRunning(name, work));
    }

    /** Returns a factory for threads that end by themselves, such as those of a pool. Escaping exceptions are counted. */
    public ThreadFactory counting(String name) {
        AgentThreads threads = new AgentThreads(name, true, this);
        return work -> {
            round(name);
            return threads.newThread(work);
        };
    }

    /** Makes a thread that keeps the process alive and whose work restarts when it fails. */
    public Thread newThread(String name, Runnable work) {
        return new AgentThreads(name, false, this).newThread(() -> keepRunning(name, work));
    }

    /** Wraps a task for a timer. A timer drops a task that throws, so this task counts its exceptions and runs again the next time. */
    public Runnable task(String thread, String event, Runnable work) {
        return () -> {
            try {
                round(thread);
                work.run();
            } catch (Throwable e) { // also an Error: this is the top of the thread
                count(thread, event + "-failed", e);
            }
        };
    }

    private void keepRunning(String name, Runnable work) {
        int inARow = 0;
        boolean goesOn = true;
        while (goesOn && !isStopping()) {
            long began = System.nanoTime();
            try {
                down.remove(name);
                round(name);
                work.run();
                return;
            } catch (Throwable e) { // also an Error: this is the top of the thread
                inARow = System.nanoTime() - began > STEADY_NANOS ? 0 : Math.min(inARow + 1, MAX_DOUBLINGS);
                down.put(name, e.getClass().getSimpleName());
                count(name, "thread-failed", e);
                goesOn = pause(inARow);
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Returns false when the thread has been interrupted: it then ends. */
    private boolean pause(int inARow) {
        Duration doubled = firstPause.multipliedBy(1L << Math.max(0, inARow - 1));
        Duration pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
        try {
            stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Counts a failure and logs it; never throws, since a lack of memory may be the failure. */
    void count(String thread, String event, Throwable failure) {
        try {
            failures.computeIfAbsent(thread, absent -> new LongAdder()).increment();
            if (!isStopping()) {
                LOG.error("event={} thread={}", event, thread, failure);
            }
        } catch (RuntimeException | Error e) {
            down.put(thread, e.getClass().getSimpleName());
        }
    }

    /** Returns how many failures each thread has had. */
    public Map<String, Double> failures() {
        Map<String, Double> counts = new TreeMap<>();
        failures.forEach((name, count) -> counts.put(name, count.doubleValue()));
        return counts;
    }

    /** Returns the threads that have failed and not restarted yet, in words; empty when all run. */
    public Optional<String> problem() {
        Map<String, String> now = new TreeMap<>(down);
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of("threads have failed and start again: " + String.join(", ", now.keySet()));
    }

    /** Stops restarting threads. */
    public void stop() {
        stopping.countDown();
    }
}
