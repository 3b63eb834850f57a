package org.doseagent.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Diagnosis.Status;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForwardChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    @ParameterizedTest(name = "a certificate that expires in {0} days is {1}")
    @CsvSource({"-1, BAD", "0, WARN", "29, WARN", "30, OK", "400, OK"})
    void warns_of_a_certificate_a_month_before_it_expires(int days, Status status) {
        assertThat(ForwardChecks.certificate("client-certificate", NOW.plus(Duration.ofDays(days)), NOW)
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest(name = "a release that has been pending for {0} days is {1}")
    @CsvSource({"7, OK", "8, WARN"})
    void warns_of_a_release_that_is_pending_for_long(int days, Status status) {
        assertThat(ForwardChecks.outbox(
                                new ReleaseLedger.Counts(
                                        Map.of(State.PENDING, 1L), Optional.of(NOW.minus(Duration.ofDays(days)))),
                                NOW)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void an_outbox_is_bad_with_a_refusal_only() {
        assertThat(status(Map.of())).isEqualTo(Status.OK);
        assertThat(status(Map.of(State.SENT, 12L))).isEqualTo(Status.OK);
        assertThat(status(Map.of(State.SENT, 12L, State.REFUSED, 1L))).isEqualTo(Status.BAD);
    }

    private static Status status(Map<State, Long> counts) {
        return ForwardChecks.outbox(new ReleaseLedger.Counts(counts, Optional.empty()), NOW)
                .status();
    }
}
