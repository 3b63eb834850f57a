package org.doseagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.doseagent.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ProgressWaitTest {

    @Test
    void returns_when_nothing_waits() throws Exception {
        AtomicLong waiting = new AtomicLong(3);
        new ProgressWait(waiting::getAndDecrement, () -> true, Duration.ofSeconds(20)).await();
        assertThat(waiting).hasValue(-1);
    }

    @Test
    void ends_with_an_error_when_the_daemon_processes_nothing() {
        assertThatThrownBy(() -> new ProgressWait(() -> 5, () -> true, Duration.ofMillis(1)).await())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("5 objects wait in the inbox")
                .hasMessageContaining("has processed none of them");
    }

    @Test
    void ends_with_an_error_when_the_daemon_has_stopped() {
        assertThatThrownBy(() -> new ProgressWait(() -> 5, () -> false, Duration.ofMinutes(1)).await())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the daemon has stopped");
    }
}
