package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventRoleTest {

    @ParameterizedTest
    @CsvSource({
        "SPIRAL, CTA SmartPrep, DIAGNOSTIC",
        "SPIRAL, Bolus Tracking Thorax, DIAGNOSTIC",
        "STATIONARY, CTA SmartPrep, TIMING",
        "SEQUENCED, PreMonitoring, TIMING",
        "FREE, Test Bolus, TIMING",
        ", Monitoring, TIMING",
        "CONSTANT_ANGLE, Bolus, LOCALIZER",
        "SEQUENCED, Head, DIAGNOSTIC"
    })
    void a_helix_is_no_timing_run_whatever_it_is_called(AcquisitionType type, String protocol, EventRole role) {
        assertThat(Tid10013.role(Optional.ofNullable(type), Optional.of(protocol), Optional.empty(), EventDose.NONE))
                .isEqualTo(role);
    }
}
