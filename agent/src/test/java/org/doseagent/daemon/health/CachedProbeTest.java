package org.doseagent.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CachedProbeTest {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    private CachedProbe probe(Supplier<Optional<String>> check, Duration validity) {
        return new CachedProbe(
                "the check",
                () -> {
                    asked.incrementAndGet();
                    return check.get();
                },
                thread,
                new CachedProbe.Times(validity, Duration.ofMillis(20), Duration.ofMillis(50)));
    }

    @Test
    void an_answer_holds_for_its_validity() {
        CachedProbe probe = probe(() -> Optional.of("full"), Duration.ofMinutes(1));
        assertThat(probe.get()).contains("full");
        assertThat(probe.get()).contains("full");
        assertThat(asked).hasValue(1);
    }

    @Test
    void an_old_answer_is_asked_for_again() {
        CachedProbe probe = probe(Optional::empty, Duration.ZERO);
        assertThat(probe.get()).isEmpty();
        assertThat(probe.get()).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_check_that_fails_by_an_error_is_a_problem() {
        CachedProbe probe = probe(
                () -> {
                    throw new OutOfMemoryError("injected");
                },
                Duration.ZERO);
        assertThat(probe.get()).contains("the check failed: OutOfMemoryError");
    }

    @Test
    void a_check_that_does_not_end_is_a_problem_and_is_not_started_twice() {
        CountDownLatch release = new CountDownLatch(1);
        CachedProbe probe = probe(
                () -> {
                    try {
                        release.await();
                        return Optional.empty();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return Optional.of("interrupted");
                    }
                },
                Duration.ofMinutes(1));
        assertThat(probe.get()).hasValueSatisfying(text -> assertThat(text).startsWith("the check has not ended"));
        assertThat(probe.get()).isPresent();
        release.countDown();
        Optional<String> problem = probe.get();
        while (problem.isPresent()) {
            problem = probe.get();
        }
        assertThat(asked).hasValue(1);
    }
}
