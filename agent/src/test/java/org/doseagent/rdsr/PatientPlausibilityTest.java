package org.doseagent.rdsr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.dose.Finding;
import org.doseagent.dose.PatientFacts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An adult of 2.5 kg and a patient of 118 years get a finding; people of unusual size do not. */
final class PatientPlausibilityTest {

    @ParameterizedTest(name = "{0} months, {1} kg: {2} findings")
    @CsvSource({
        "732,  2.5, 1",
        "1416, 60,  1",
        "1416, 2.5, 2",
        "1416, ,    1",
        "1319, 45,  0",
        "216,  20,  0",
        "216,  19.9, 1",
        "215,  19.9, 0",
        "732,  320, 0",
        "0,    0.5, 0",
        "0,    25,  1",
        "60,   18,  0",
        "60,   70,  1",
        "60,   ,    0"
    })
    void finds_what_does_not_fit(int months, BigDecimal weightKg, int findings) {
        Reading reading = new Reading(RdsrLimits.DEFAULT);
        PatientPlausibility.checkAge(PatientFacts.daysOfMonths(months), reading);
        if (weightKg != null) {
            PatientPlausibility.checkWeight(weightKg, PatientFacts.daysOfMonths(months), reading);
        }
        assertThat(reading.findings()).hasSize(findings).allSatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(Finding.Kind.VALUE);
            assertThat(finding.text()).contains("kept as reported");
        });
    }
}
