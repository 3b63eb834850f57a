package org.doseagent.drl.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Code;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Repetition;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.ScanRange;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PhasesTest {

    private static final String ABDOMEN = "T-D4000";
    private static final String CHEST = "T-D3000";
    private static final String TRUNK = "R-FAB56";

    private int number;

    private IrradiationEvent.Builder scan(String region, String protocol, int lengthMm) {
        return IrradiationEvent.builder(EventKey.ofUid("1.2." + ++number))
                .acquisitionType(AcquisitionType.SPIRAL)
                .protocol(protocol)
                .targetRegion(region == null ? null : new Code(region, "SRT", ""))
                .scan(parameters(lengthMm, null));
    }

    private static ScanParameters parameters(int lengthMm, ScanRange range) {
        return new ScanParameters(
                Optional.of(BigDecimal.valueOf(lengthMm)),
                Optional.ofNullable(range),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Exam exam(IrradiationEvent.Builder... events) {
        return Exams.exam(
                "p",
                Exams.ADULT_DAYS,
                "CT",
                Arrays.stream(events).map(IrradiationEvent.Builder::build).toArray(IrradiationEvent[]::new));
    }

    private static int count(IrradiationEvent.Builder... events) {
        return Phases.of(exam(events)).count();
    }

    @Test
    void scans_of_the_same_region_are_phases_and_scans_of_others_are_not() {
        assertThat(count(scan(ABDOMEN, "nativ", 400), scan(ABDOMEN, "arteriell", 250), scan(ABDOMEN, "venös", 450)))
                .isEqualTo(3);
        assertThat(count(scan("T-D1100", "Kopf", 160), scan(CHEST, "Thorax", 340), scan("T-D6000", "Becken", 240)))
                .isEqualTo(1);
    }

    @Test
    void a_combined_region_covers_its_sections() {
        assertThat(count(scan(TRUNK, "TAP", 650), scan(ABDOMEN, "spät", 400))).isEqualTo(2);
        assertThat(count(scan(CHEST, "Thorax", 340), scan(ABDOMEN, "Abdomen", 400), scan(TRUNK, "spät", 700)))
                .isEqualTo(2);
    }

    @ParameterizedTest(name = "scans from {0} to {1} and {2} to {3}: {4} phases")
    @CsvSource({"0, -300, -290, -700, 1", "0, -300, 0, -300, 2", "0, -300, -149, -449, 2", "0, -300, -151, -451, 1", "-300, 0, 50, -290, 2"})
    void positions_along_the_table_decide_where_both_scans_have_them(
            int oneTop, int oneBottom, int otherTop, int otherBottom, int phases) {
        assertThat(count(
                        scan(TRUNK, "a", 300).scan(parameters(300, range(oneTop, oneBottom))),
                        scan(TRUNK, "a", 300).scan(parameters(300, range(otherTop, otherBottom)))))
                .isEqualTo(phases);
    }

    private static ScanRange range(int top, int bottom) {
        return new ScanRange(BigDecimal.valueOf(top), BigDecimal.valueOf(bottom));
    }

    @Test
    void without_a_region_the_protocol_decides_and_without_a_protocol_the_phantom() {
        assertThat(count(scan(null, "Leber", 200), scan(null, "Leber", 200), scan(null, "Thorax", 300)))
                .isEqualTo(2);
        assertThat(count(on(16), on(32))).isEqualTo(1);
        assertThat(count(on(32), on(32))).isEqualTo(2);
    }

    private IrradiationEvent.Builder on(int phantomCm) {
        return scan(null, null, 200)
                .dose(new EventDose(
                        Optional.empty(),
                        Optional.of(phantomCm),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void localizers_timing_runs_and_steps_of_an_intervention_are_no_phases() {
        assertThat(count(
                        scan(ABDOMEN, "Topogram", 500).role(EventRole.LOCALIZER),
                        scan(ABDOMEN, "Monitoring", 10).role(EventRole.TIMING),
                        scan(ABDOMEN, "TAP", 650)))
                .isEqualTo(1);
        assertThat(count(scan(ABDOMEN, "Biopsie", 10), scan(ABDOMEN, "Biopsie", 10), scan(ABDOMEN, "Biopsie", 20)))
                .isEqualTo(1);
        assertThat(count(scan(ABDOMEN, "Topogram", 500).role(EventRole.LOCALIZER)))
                .isZero();
    }

    @Test
    void a_repeated_event_is_counted_as_a_repeat_and_not_as_a_phase() {
        Exam stated = exam(
                scan(CHEST, "Thorax", 340),
                scan(CHEST, "Thorax", 340)
                        .repetition(new Repetition(true, Optional.of(new Code("128553", "DCM", "Patient motion")))));
        Exam named = exam(scan(CHEST, "Thorax", 340), scan(CHEST, "Thorax Wdh.", 340));
        for (Exam exam : List.of(stated, named)) {
            assertThat(Phases.of(exam).count()).isEqualTo(1);
            assertThat(Phases.repeated(exam)).containsExactly(1);
        }
    }

    @Test
    void what_the_report_states_takes_precedence_over_the_name() {
        Exam exam = exam(
                scan(CHEST, "Thorax", 340),
                scan(CHEST, "Repeat chest", 340).repetition(new Repetition(false, Optional.empty())));
        assertThat(Phases.of(exam).count()).isEqualTo(2);
        assertThat(Phases.repeated(exam)).isEmpty();
    }
}
