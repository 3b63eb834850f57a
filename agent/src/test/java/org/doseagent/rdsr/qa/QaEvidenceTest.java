package org.doseagent.rdsr.qa;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.XraySource;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.rdsr.qa.QaEvidence.Verdict;
import org.junit.jupiter.api.Test;

/** Strong evidence makes a phantom, weak evidence a suspect, and a person with a weight is never lost to a name. */
final class QaEvidenceTest {

    private static final PatientFacts PERSON = patient("F", 61, "70");
    private static final PatientFacts WITHOUT_WEIGHT = patient("M", 61, null);
    private static final PatientFacts OLD = patient("O", 100, null);

    @Test
    void a_name_in_study_and_protocol_is_strong_evidence_whoever_the_patient_is() {
        assertThat(verdict("Daily QA", PERSON, scan("QA constancy", "120", "300", "10")))
                .isEqualTo(Verdict.QA);
    }

    @Test
    void a_name_in_one_of_them_is_strong_evidence_only_where_no_person_is_described() {
        assertThat(verdict("Wasserphantom", WITHOUT_WEIGHT, scan("Kopf", "120", "300", "10")))
                .isEqualTo(Verdict.QA);
        assertThat(verdict("Wasserphantom", PERSON, scan("Kopf", "120", "300", "10")))
                .isEqualTo(Verdict.SUSPECT);
        assertThat(verdict("CT", WITHOUT_WEIGHT, scan("Catphan", "120", "300", "10")))
                .isEqualTo(Verdict.QA);
        assertThat(verdict(
                        "CT", WITHOUT_WEIGHT, scan("Catphan", "120", "300", "10"), scan("Thorax", "120", "300", "10")))
                .isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void a_weak_name_alone_is_no_suspect() {
        assertThat(verdict("CT Abdomen water", WITHOUT_WEIGHT, scan("Abdomen", "120", "300", "10")))
                .isEqualTo(Verdict.PATIENT);
        assertThat(verdict("QCT spine phantom", PERSON, scan("QCT", "120", "300", "10")))
                .isEqualTo(Verdict.PATIENT);
    }

    @Test
    void weak_names_twice_and_no_person_are_a_phantom() {
        assertThat(verdict("Physics", OLD, scan("Daily", "120", "300", "10"))).isEqualTo(Verdict.QA);
        assertThat(verdict("Physics", WITHOUT_WEIGHT, scan("Daily", "120", "300", "10")))
                .isEqualTo(Verdict.SUSPECT);
    }

    @Test
    void an_age_of_a_hundred_without_a_weight_is_a_suspect() {
        assertThat(verdict("CT Head", OLD, scan("Head", "120", "150", "40"))).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict("CT Head", patient("F", 100, "48"), scan("Head", "120", "150", "40")))
                .isEqualTo(Verdict.PATIENT);
        assertThat(verdict("CT Head", patient("F", 99, null), scan("Head", "120", "150", "40")))
                .isEqualTo(Verdict.PATIENT);
        assertThat(verdict("CT Head", PatientFacts.UNKNOWN, scan("Head", "120", "150", "40")))
                .isEqualTo(Verdict.PATIENT);
    }

    @Test
    void tube_voltages_in_steps_over_one_length_are_a_suspect() {
        assertThat(verdict(
                        "CT",
                        WITHOUT_WEIGHT,
                        scan("Body", "80", "100", "2"),
                        scan("Body", "100.0", "100", "5"),
                        scan("Body", "120", "100.0", "9")))
                .isEqualTo(Verdict.SUSPECT);
        assertThat(verdict(
                        "CT",
                        WITHOUT_WEIGHT,
                        scan("Head", "120", "150", "40"),
                        scan("Chest", "100", "350", "5"),
                        scan("Abdomen", "80", "400", "6")))
                .isEqualTo(Verdict.PATIENT);
    }

    @Test
    void identical_scans_are_a_suspect_but_not_in_an_intervention() {
        List<IrradiationEvent> identical = new ArrayList<>();
        List<IrradiationEvent> biopsy = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            identical.add(scan("Body", "120", "100", "10"));
            biopsy.add(scan("Biopsie Leber", "120", "100", "10"));
        }
        assertThat(QaEvidence.of("CT", WITHOUT_WEIGHT, identical).verdict())
                .isEqualTo(Verdict.SUSPECT);
        assertThat(QaEvidence.of("CT", WITHOUT_WEIGHT, biopsy).verdict())
                .isEqualTo(Verdict.PATIENT);
        assertThat(QaEvidence.of("CT", WITHOUT_WEIGHT, identical.subList(0, 4))
                        .verdict())
                .isEqualTo(Verdict.PATIENT);
    }

    @Test
    void scans_of_nothing_but_phantoms_by_target_region_are_a_phantom() {
        IrradiationEvent phantom = IrradiationEvent.builder(EventKey.ofUid("1.2"))
                .role(EventRole.QA)
                .build();
        assertThat(verdict("CT", PERSON, phantom)).isEqualTo(Verdict.QA);
        assertThat(verdict("CT", PERSON, phantom, scan("Head", "120", "150", "40")))
                .isEqualTo(Verdict.PATIENT);
    }

    @Test
    void the_reason_has_no_text_of_the_report() {
        QaEvidence evidence =
                QaEvidence.of("Physics MARKER", OLD, List.of(scan("Daily MARKER", "120", "300", "10")));
        assertThat(evidence.reason())
                .isEqualTo(
                        "the study has a name that phantoms have, a protocol has a name that phantoms have, an age of 100 years or more without a weight");
    }

    private static Verdict verdict(String study, PatientFacts patient, IrradiationEvent... scans) {
        return QaEvidence.of(study, patient, List.of(scans)).verdict();
    }

    private static PatientFacts patient(String sex, int years, String weight) {
        return new PatientFacts(
                Optional.of(sex),
                Optional.of(PatientFacts.daysOfMonths(years * 12)),
                Optional.of(BigDecimal.valueOf(years)),
                Optional.ofNullable(weight).map(BigDecimal::new),
                Optional.empty());
    }

    private static IrradiationEvent scan(String protocol, String kv, String lengthMm, String ctdiVol) {
        Optional<BigDecimal> none = Optional.empty();
        return IrradiationEvent.builder(EventKey.ofUid("1.2.3"))
                .protocol(protocol)
                .acquisitionType(AcquisitionType.SPIRAL)
                .scan(new ScanParameters(
                        Optional.of(new BigDecimal(lengthMm)),
                        Optional.empty(),
                        none,
                        none,
                        none,
                        none,
                        none,
                        List.of(new XraySource(Optional.of("A"), Optional.of(new BigDecimal(kv)), none, none, none))))
                .dose(new EventDose(
                        Optional.of(new BigDecimal(ctdiVol)),
                        Optional.of(32),
                        false,
                        Optional.of(new BigDecimal(ctdiVol).movePointRight(1)),
                        none,
                        Optional.empty(),
                        none,
                        none))
                .build();
    }
}
