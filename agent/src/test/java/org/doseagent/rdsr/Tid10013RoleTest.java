package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.ScanParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The role that TID 10013 gives an event. */
final class Tid10013RoleTest {

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
        assertThat(Tid10013.role(new Tid10013.Facts(
                        Optional.ofNullable(type),
                        Optional.of(protocol),
                        Optional.empty(),
                        ScanParameters.NONE,
                        EventDose.NONE)))
                .isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource({
        "SEQUENCED, Brain monitoring ICU, 160, 50, 900, DIAGNOSTIC",
        "SEQUENCED, Monitoring, 20, 3, 6, TIMING",
        "SEQUENCED, Monitoring, 20.1, 3, 6, DIAGNOSTIC",
        "STATIONARY, Head, 9.6, 200, 192, TIMING",
        "STATIONARY, Brain perfusion, 9.6, 200, 192, DIAGNOSTIC"
    })
    void only_a_short_run_is_timing_and_perfusion_is_not(
            AcquisitionType type,
            String protocol,
            BigDecimal lengthMm,
            BigDecimal ctdiVol,
            BigDecimal dlp,
            EventRole role) {
        ScanParameters scan = new ScanParameters(
                Optional.of(lengthMm),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        EventDose dose = new EventDose(
                Optional.of(ctdiVol),
                Optional.of(32),
                false,
                Optional.of(dlp),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(Tid10013.role(
                        new Tid10013.Facts(Optional.of(type), Optional.of(protocol), Optional.empty(), scan, dose)))
                .isEqualTo(role);
    }
}
