package org.doseagent.drl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.DoseCheck;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.Test;

/** Each alert about an exam explains itself: numbers, events counted and left out, rule, set, source, and what a DRL is not. */
final class AlertTextTest {

    private static final IrradiationEvent LOCALIZER = Exams.event("7", "Topogram", EventRole.LOCALIZER, "0.1", 32, "2");

    @Test
    void above_a_level() throws Exception {
        assertThat(text(AlertKind.EXAM_ABOVE_DRL, chest("500")))
                .isEqualTo(
                        "CT-CHEST: DLP 502 mGy·cm is above the DRL of 400 mGy·cm (ratio 1.255). Counted: 1 diagnostic events on the"
                                + " 32 cm phantom; localizer and timing events: 1 (counted for DLP)."
                                + " Rule chest, set test (a test, 1). " + Alert.NOT_A_LIMIT);
    }

    @Test
    void far_above_a_level() throws Exception {
        assertThat(text(AlertKind.EXAM_FAR_ABOVE_DRL, chest("900")))
                .contains(
                        "(ratio 2.255, which is above 2 times the DRL)",
                        "Rule ",
                        "set test (a test, 1)",
                        "not a limit");
    }

    @Test
    void a_single_event_above_a_value_of_a_rule_pack() throws Exception {
        Exam exam = Exams.exam(
                "p",
                Exams.ADULT_DAYS,
                "CT Head",
                Exams.event("2", "Head", "120.5", 16, "100"),
                Exams.event("3", "Bolus", EventRole.TIMING, "300", 16, "100"));
        assertThat(text(AlertKind.EVENT_CTDIVOL, exam))
                .contains(
                        "Events 1 have a CTDIvol above 120 mGy",
                        "largest is 120.5 mGy",
                        "not counted; 1 of 2 events were looked at",
                        "Rule pack de-",
                        "not a DRL; the alert asks why it was chosen",
                        Alert.NOT_A_LIMIT);
    }

    @Test
    void the_dose_check_of_the_scanner() throws Exception {
        assertThat(text(AlertKind.DOSE_CHECK, withDoseCheck()))
                .contains(
                        "in 1 events: event 1, notification value: DLP estimate 251.2 above 100 mGy·cm.",
                        "Counted: 1 of 2 events with a dose check",
                        "NEMA XR-25",
                        "not DRLs",
                        Alert.NOT_A_LIMIT);
    }

    @Test
    void the_quality_of_the_data() throws Exception {
        Exam exam = Exams.exam("p", Exams.ADULT_DAYS, "XQ 7", Exams.event("1", "Prot7", "5", 32, "500"));
        assertThat(text(AlertKind.DATA_QUALITY, exam))
                .contains("not mapped", "Rule: ", "Events, all kept as reported: 1.", Alert.NOT_A_LIMIT);
    }

    private static Exam chest(String dlp) {
        return Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", Exams.event("1", "Chest", "5", 32, dlp), LOCALIZER);
    }

    private static Exam withDoseCheck() {
        DoseCheck.Details details = new DoseCheck.Details(
                Optional.of(true),
                Optional.of(new BigDecimal("100")),
                Optional.of(new BigDecimal("251.2")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        IrradiationEvent plain = Exams.event("1", "Chest", "5", 32, "100");
        IrradiationEvent checked = IrradiationEvent.builder(plain.key())
                .protocol("Chest")
                .role(EventRole.DIAGNOSTIC)
                .dose(plain.dose())
                .doseCheck(new DoseCheck(Optional.empty(), Optional.of(details)))
                .build();
        return Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", checked, LOCALIZER);
    }

    private static String text(AlertKind kind, Exam exam) throws Exception {
        Assessor assessor = new Assessor(
                TestLevels.levels(TestLevels.sets(""), List.of(TestLevels.german())), BigDecimal.valueOf(2));
        String text = assessor.assess(exam).alerts().stream()
                .filter(alert -> alert.kind() == kind)
                .map(Alert::text)
                .findFirst()
                .orElseThrow();
        assertThat(text).doesNotContainIgnoringCase("overdose").doesNotContainIgnoringCase("limit exceeded");
        return text;
    }
}
