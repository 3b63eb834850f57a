package org.doseagent.drl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.doseagent.drl.yaml.FileName;
import org.doseagent.dose.Code;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A level per phase is compared with the DLP of a phase, one per exam with that of the exam. */
final class PhaseLevelTest {


    private static IrradiationEvent scan(String uid, String region, String dlp) {
        IrradiationEvent event = Exams.event(uid, "TAP", "9", 32, dlp);
        return IrradiationEvent.builder(EventKey.ofUid(uid))
                .protocol("TAP")
                .acquisitionType(event.acquisitionType().orElseThrow())
                .targetRegion(new Code(region, "SRT", ""))
                .dose(event.dose())
                .build();
    }

    @ParameterizedTest(name = "level per {0}, regions {1} and {2}: {3} of 1000")
    @CsvSource({
        "PHASE, T-D3000, T-D4000, 900, WITHIN", // one phase of two scans
        "PHASE, R-FAB56, R-FAB56, 600, WITHIN", // two phases
        "EXAM, R-FAB56, R-FAB56, 900, WITHIN"
    })
    void the_largest_phase_is_compared(String scope, String first, String second, String value, Verdict verdict)
            throws Exception {
        DrlSet set = DrlSet.parse(
                "id: test\ntitle: T\njurisdiction: XX\nedition: '1'\nsource: a test\ntier: A\nrows:\n"
                        + "  - {category: CT-CHEST-ABDOMEN-PELVIS, quantity: DLP, scope: " + scope
                        + ", value: \"1000\", unit: mGy.cm, phantomCm: 32, phantomStated: true, population: adult, minDays: 6574}\n",
                new FileName("test.yaml"),
                TestLevels.categories());
        Assessor assessor = new Assessor(TestLevels.levels(List.of(set), List.of()), new BigDecimal("2"));
        List<Assessment> assessments = assessor
                .assess(Exams.exam(
                        "p",
                        Exams.ADULT_DAYS,
                        "CT Chest Abdomen Pelvis",
                        scan("1.2.1", first, "300"),
                        scan("1.2.2", second, "600")))
                .assessments();
        assertThat(assessments)
                .filteredOn(assessment -> assessment.quantity() == Quantity.DLP)
                .singleElement()
                .satisfies(assessment -> {
                    assertThat(assessment.value()).contains(new BigDecimal(value));
                    assertThat(assessment.verdict()).isEqualTo(verdict);
                });
    }
}
