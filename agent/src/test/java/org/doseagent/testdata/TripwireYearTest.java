package org.doseagent.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.dose.Exam;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.TestLevels;
import org.junit.jupiter.api.Test;

/** The tripwire of a fresh installation, with the shipped configuration, on a year of normal exams and on dangerous ones. */
final class TripwireYearTest {

    private static Assessor shipped() throws Exception {
        Settings settings = ConfigLoader.load(TestLevels.CONFIG.resolve("agent.yaml"), Map.of(), Map.of());
        return new Assessor(
                new LevelReader(settings.levels()).read(),
                settings.review().comparison().farAboveMultiple());
    }

    private static List<Alert> tripped(Assessor assessor, Exam exam) {
        return assessor.assess(exam).alerts().stream()
                .filter(alert -> alert.kind() == AlertKind.EVENT_CTDIVOL)
                .toList();
    }

    @Test
    void every_dangerous_exam_opens_an_alert() throws Exception {
        Assessor assessor = shipped();
        assertThat(NormalYear.dangerous())
                .allSatisfy(exam -> assertThat(tripped(assessor, exam))
                        .as(exam.study().studyDescription().orElseThrow())
                        .hasSize(1));
    }

    @Test
    void fewer_than_one_normal_exam_in_a_thousand_opens_one() throws Exception {
        Assessor assessor = shipped();
        Map<String, Integer> opened = new TreeMap<>();
        for (Exam exam : NormalYear.exams()) {
            for (Alert alert : tripped(assessor, exam)) {
                String age = exam.patient().ageDays().orElseThrow() < 6574 ? " child" : " adult";
                opened.merge(alert.category().orElse("") + age, 1, Integer::sum);
            }
        }
        System.out.println("tripwire: alerts of " + NormalYear.EXAMS + " normal exams: " + opened);
        int all = opened.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(all).isLessThan(NormalYear.EXAMS / 1000);
    }
}
