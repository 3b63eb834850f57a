package org.doseagent.daemon.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A check that takes time: it runs on a thread of its own, at most one at a time, and its answer holds for a few seconds. A check that does
 * not end is itself the problem. Thread-safe.
 */
public final class CachedProbe implements Supplier<Optional<String>> {

    /** How long an answer is valid, how long the check may run, and how long a caller waits for it. */
    public record Times(Duration validity, Duration limit, Duration patience) {

        public static final Times DEFAULT =
                new Times(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(3));
    }

    private record Answer(Optional<String> problem, long at) {}

    private final String name;
    private final Supplier<Optional<String>> check;
    private final ExecutorService thread;
    private final Times times;
    private @Nullable Answer last;
    private @Nullable Future<Optional<String>> running;
    private long startedAt;

    public CachedProbe(String name, Supplier<Optional<String>> check, ExecutorService thread, Times times) {
        this.name = name;
        this.check = check;
        this.thread = thread;
        this.times = times;
    }

    /** Returns the problem; empty when the check found none. */
    @Override
    public synchronized Optional<String> get() {
        long now = System.nanoTime();
        Answer known = last;
        if (known != null
                && running == null
                && now - known.at() < times.validity().toNanos()) {
            return known.problem();
        }
        Future<Optional<String>> current = running;
        if (current == null) {
            startedAt = now;
            current = thread.submit(check::get);
            running = current;
        }
        return await(current);
    }

    private Optional<String> await(Future<Optional<String>> current) {
        try {
            Optional<String> problem = current.get(times.patience().toMillis(), TimeUnit.MILLISECONDS);
            return answered(new Answer(problem, System.nanoTime()));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Optional<String> problem =
                    Optional.of(name + " failed: " + cause.getClass().getSimpleName());
            return answered(new Answer(problem, System.nanoTime()));
        } catch (TimeoutException e) {
            Duration runs = Duration.ofNanos(System.nanoTime() - startedAt);
            Answer known = last;
            return runs.compareTo(times.limit()) < 0 && known != null
                    ? known.problem()
                    : Optional.of(name + " has not ended after " + runs.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(name + " was interrupted");
        }
    }

    private Optional<String> answered(Answer answer) {
        running = null;
        last = answer;
        return answer.problem();
    }
}
