package org.doseagent.drl.tripwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doseagent.drl.yaml.FileName;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Classification;
import org.doseagent.dose.Code;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.TestLevels;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped tripwire, without any rule pack or set: nothing dangerous passes, and the values are the ones of their sources. */
final class TripwireTest {

    private static final Code ABDOMEN = new Code("T-D4000", "SRT", "Abdomen");
    private static final Code HEAD = new Code("69536005", "SCT", "Head");

    @ParameterizedTest(name = "{0} of {1} months with {2} mGy on {3} cm: {4}")
    @CsvSource({
        "CT Head,          480, 400,    16, true",
        "CT Head,          480, 120.01, 16, true",
        "CT Head,          480, 120,    16, false",
        "CT Head,           96, 150,    16, true",
        "CT Head,           71, 60.5,   16, true",
        "CT Head,           72, 60.5,   16, false",
        "CT Head,           23, 50.1,   16, true",
        "CT Head,            0, 50.1,   16, true",
        "CT Head,            0, 50,     16, false",
        "CT Brain Perfusion, 480, 4000, 16, true",
        "CT Brain Perfusion, 480, 500,  16, false",
        "CT Brain Perfusion, 480, 4000, ,   true",
        "CT Chest,         480, 80.1,   32, true",
        "CT Chest,         480, 80,     32, false",
        "CT Chest,         119, 25.1,   32, true",
        "CT Chest,         120, 25.1,   32, false",
        "CT Neck,          480, 80.1,   16, true",
        "CT Knee,          480, 80.1,   16, true",
        "XQ 7,             480, 80.1,   16, true",
        "XQ 7,             480, 79,     16, false"
    })
    void a_single_event_above_the_value_of_its_part_of_the_body_and_age_opens_one_alert(
            String name, int months, String ctdiVol, Integer phantomCm, boolean opens) throws Exception {
        IrradiationEvent event = event(name, ctdiVol, phantomCm, null);
        assertThat(alerts(PatientFacts.daysOfMonths(months), name, event)).hasSize(opens ? 1 : 0);
    }

    @Test
    void the_alert_names_event_value_source_and_that_it_is_no_limit() throws Exception {
        Alert alert =
                alerts(20_000, "CT Head", event("CT Head", "400", 16, HEAD)).get(0);
        assertThat(alert.kind()).isEqualTo(AlertKind.EVENT_CTDIVOL);
        assertThat(alert.quantity()).contains(Quantity.CTDIVOL);
        assertThat(alert.value()).contains(new BigDecimal("400"));
        assertThat(alert.ratio()).contains(new BigDecimal("3.33"));
        assertThat(alert.category()).contains("CT-HEAD");
        assertThat(alert.text())
                .contains(
                        "event 1 has 400 mGy, 3.33 times the 120 mGy of head, adults (by target region)",
                        "source: StrlSchV 2018, Anlage 14",
                        "the largest ratio is 3.33",
                        "not a DRL",
                        Alert.NOT_A_LIMIT)
                .doesNotContainIgnoringCase("overdose")
                .doesNotContainIgnoringCase("limit exceeded");
    }

    @Test
    void a_higher_ratio_is_a_higher_severity() throws Exception {
        int lower = alerts(20_000, "CT Head", event("CT Head", "130", 16, HEAD))
                .get(0)
                .severity();
        int higher = alerts(20_000, "CT Head", event("CT Head", "400", 16, HEAD))
                .get(0)
                .severity();
        assertThat(higher).isGreaterThan(lower);
    }

    @Test
    void one_alert_names_all_events_above_their_values() throws Exception {
        List<Alert> alerts = alerts(
                20_000,
                "CT Head",
                event("CT Head", "130", 16, HEAD),
                event("CT Head", "40", 16, HEAD),
                event("CT Head", "240", 16, HEAD));
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.value()).contains(new BigDecimal("240"));
            assertThat(alert.text())
                    .contains("event 1 has 130", "event 3 has 240")
                    .doesNotContain("event 2");
        });
    }

    @Test
    void without_a_part_of_the_body_the_value_of_the_torso_is_used_and_named() throws Exception {
        assertThat(alerts(20_000, "XQ 7", event("XQ 7", "90", null, null))
                        .get(0)
                        .text())
                .contains("the value of neck and torso is used");
    }

    @Test
    void without_an_age_the_value_of_adults_is_used_and_named() throws Exception {
        assertThat(alerts(null, "CT Head", event("CT Head", "130", 16, HEAD))
                        .get(0)
                        .text())
                .contains("The age is unknown; the value of adults is used.");
    }

    @Test
    void the_phantom_decides_where_target_region_and_category_contradict_each_other() throws Exception {
        assertThat(alertOfHead(event("CT Head", "100", 16, ABDOMEN))).isEmpty();
        assertThat(alertOfHead(event("CT Head", "100", 32, ABDOMEN)))
                .hasValueSatisfying(alert -> assertThat(alert.text()).contains("by the phantom"));
        assertThat(alertOfHead(event("CT Head", "100", null, ABDOMEN)))
                .hasValueSatisfying(alert -> assertThat(alert.text()).contains("the lower value is used"));
    }

    /** The mapping gives such an exam no category, so that the target region alone would count. */
    private static Optional<Alert> alertOfHead(IrradiationEvent event) throws Exception {
        Classification head =
                new Classification(Optional.of("CT-HEAD"), Optional.empty(), Optional.empty(), Optional.empty());
        ExamPart part = new ExamPart(head, Exams.totals(16, BigDecimal.TEN, BigDecimal.TEN), List.of(0));
        return TestLevels.tripwire().alert(Exams.exam("p", 20_000, "CT Head", event), List.of(part));
    }

    @Test
    void a_plain_helix_in_an_exam_of_perfusion_has_the_value_of_the_head() throws Exception {
        IrradiationEvent helix = event("Scan 1", "200", 16, HEAD);
        IrradiationEvent run = IrradiationEvent.builder(helix.key())
                .protocol("Scan 2")
                .acquisitionType(AcquisitionType.STATIONARY)
                .role(EventRole.DIAGNOSTIC)
                .dose(helix.dose())
                .build();
        assertThat(alerts(20_000, "CT Brain Perfusion", helix)).hasSize(1);
        assertThat(alerts(20_000, "CT Brain Perfusion", run)).isEmpty();
    }

    @Test
    void a_timing_run_above_the_value_alerts_too() throws Exception {
        IrradiationEvent timing = Exams.event("9", "Monitoring", EventRole.TIMING, "90", 32, "90");
        assertThat(alerts(20_000, "CT Chest", event("CT Chest", "5", 32, null), timing))
                .singleElement()
                .satisfies(alert -> assertThat(alert.text()).contains("event 2 has 90 mGy"));
    }

    @Test
    void a_phantom_opens_none() throws Exception {
        Exam exam = Exams.exam("p", 20_000, "CT Head", event("CT Head", "400", 16, HEAD));
        assertThat(Exams.asQa(exam).isQa()).isTrue();
        assertThat(assess(Exams.asQa(exam))).isEmpty();
    }

    @Test
    void a_gap_between_ages_or_a_missing_part_of_the_body_is_refused() throws Exception {
        String shipped = Files.readString(TestLevels.CONFIG.resolve("rules/tripwire.yaml"));
        assertThat(Tripwire.parse(shipped, new FileName("tripwire.yaml"), TestLevels.categories()))
                .isNotNull();
        assertThatThrownBy(() -> parse(shipped.replace("minDays: 730, maxDays: 2191", "minDays: 731, maxDays: 2191")))
                .isInstanceOf(DrlException.class)
                .hasMessageContaining("HEAD has a gap or an overlap in age at day 730");
        assertThatThrownBy(() -> parse(shipped.replaceAll("(?m)^  - \\{bodyPart: EXTREMITY.*$", "")))
                .isInstanceOf(DrlException.class)
                .hasMessageContaining("EXTREMITY has no value from day 0");
        assertThatThrownBy(() -> parse(shipped.replace("ctdiVolMGy: \"500\"", "ctdiVolMGy: \"0\"")))
                .isInstanceOf(DrlException.class)
                .hasMessageContaining("must be a decimal number above 0");
    }

    private static Tripwire parse(String text) throws Exception {
        return Tripwire.parse(text, new FileName("tripwire.yaml"), TestLevels.categories());
    }

    private static IrradiationEvent event(String protocol, String ctdiVol, Integer phantomCm, Code region) {
        IrradiationEvent event = Exams.event("1." + ctdiVol.replace(".", ""), protocol, ctdiVol, phantomCm, "100");
        return IrradiationEvent.builder(event.key())
                .protocol(protocol)
                .acquisitionType(AcquisitionType.SPIRAL)
                .role(EventRole.DIAGNOSTIC)
                .targetRegion(region)
                .dose(event.dose())
                .build();
    }

    private static List<Alert> alerts(Integer ageDays, String study, IrradiationEvent... events) throws Exception {
        return assess(Exams.exam("p", ageDays, study, events));
    }

    private static List<Alert> assess(Exam exam) throws Exception {
        Assessor assessor = new Assessor(TestLevels.levels(List.of(), List.of()), BigDecimal.valueOf(2));
        return assessor.assess(exam).alerts().stream()
                .filter(alert -> alert.kind() == AlertKind.EVENT_CTDIVOL)
                .toList();
    }
}
