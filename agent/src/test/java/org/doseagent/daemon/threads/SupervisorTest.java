package org.doseagent.daemon.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No thread ends in silence. */
@Timeout(30)
final class SupervisorTest {

    private final Supervisor supervisor = new Supervisor(Duration.ofMillis(1), name -> {});

    @Test
    void a_thread_that_fails_by_an_error_starts_again_and_is_counted() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        Thread thread = supervisor.restarting("inbox").newThread(() -> {
            if (rounds.incrementAndGet() < 3) {
                throw new OutOfMemoryError("injected");
            }
        });
        thread.start();
        thread.join();
        assertThat(rounds).hasValue(3);
        assertThat(supervisor.failures()).containsEntry("inbox", 2.0).containsEntry("timer", 0.0);
        assertThat(supervisor.problem()).isEmpty();
    }

    @Test
    void a_thread_that_waits_to_start_again_is_a_problem_and_a_stop_ends_it() throws Exception {
        Supervisor slow = new Supervisor(Duration.ofSeconds(20), name -> {});
        CountDownLatch failed = new CountDownLatch(1);
        Thread thread = slow.newThread("intake", () -> {
            failed.countDown();
            throw new StackOverflowError("injected");
        });
        thread.start();
        failed.await();
        while (slow.problem().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(slow.problem()).contains("threads have failed and start again: intake");
        slow.stop();
        thread.join();
    }

    @Test
    void a_task_of_a_timer_that_fails_does_not_throw_and_runs_again() {
        AtomicInteger runs = new AtomicInteger();
        Runnable task = supervisor.task("timer", "deliver", () -> {
            if (runs.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("injected");
            }
        });
        assertThatCode(task::run).doesNotThrowAnyException();
        task.run();
        assertThat(runs).hasValue(2);
        assertThat(supervisor.failures()).containsEntry("timer", 1.0);
    }

    @Test
    void what_escapes_a_thread_of_a_pool_is_counted() throws Exception {
        Thread thread = supervisor.counting("http").newThread(() -> {
            throw new AssertionError("injected");
        });
        thread.start();
        thread.join();
        assertThat(supervisor.failures()).containsEntry("http", 1.0);
    }
}
