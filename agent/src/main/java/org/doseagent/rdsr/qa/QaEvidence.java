package org.doseagent.rdsr.qa;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.XraySource;
import org.doseagent.rdsr.qa.QaNames.Name;

/**
 * What speaks for a phantom or a quality control: names, facts of the patient and the physics of the scans. Strong evidence decides; weak
 * evidence makes a suspect, who stays a patient until a person decides, so that no patient is lost.
 *
 * @param reason in words without any text of the report; empty for a patient
 */
public record QaEvidence(Verdict verdict, String reason) {

    private static final QaEvidence OF_PATIENT = new QaEvidence(Verdict.PATIENT, "");

    /** An age in years that phantoms are entered with, and few patients reach. */
    private static final int PHANTOM_AGE_YEARS = 100;

    private static final String OLD = "an age of " + PHANTOM_AGE_YEARS + " years or more without a weight";

    /** Tube voltages of scans of one length that no protocol for patients goes through. */
    private static final int MIN_VOLTAGES = 3;

    /** Scans with the same CTDIvol, DLP and length, which tube current modulation never gives patients. */
    private static final int MIN_IDENTICAL = 5;

    /** Shorter scans are repeated at one place, also in patients. */
    private static final BigDecimal MIN_LENGTH_MM = BigDecimal.valueOf(20);

    /** What the evidence comes to. */
    public enum Verdict {
        PATIENT,
        SUSPECT,
        QA
    }

    /** Weighs the evidence; {@code studyDescription} is empty where the report has none. */
    public static QaEvidence of(String studyDescription, PatientFacts patient, List<IrradiationEvent> events) {
        List<IrradiationEvent> scans = events.stream()
                .filter(event -> event.role() == EventRole.DIAGNOSTIC || event.role() == EventRole.QA)
                .toList();
        if (!scans.isEmpty() && scans.stream().allMatch(event -> event.role() == EventRole.QA)) {
            return new QaEvidence(Verdict.QA, "the target region of every scan is a phantom");
        }
        Name study = QaNames.of(studyDescription);
        Set<Name> protocols = protocols(scans);
        boolean isStudy = study == Name.QA;
        boolean isSome = protocols.contains(Name.QA);
        boolean isEvery = isSome && protocols.size() == 1;
        if ((isStudy && isSome) || ((isStudy || isEvery) && !isPerson(patient))) {
            String where = isStudy ? isSome ? "study and protocol" : "the study" : "every protocol";
            return new QaEvidence(Verdict.QA, where + " has a name of phantoms or quality control");
        }
        return byWeakEvidence(study, protocols, patientFacts(patient), physics(scans));
    }

    private static Set<Name> protocols(List<IrradiationEvent> scans) {
        Set<String> texts = new HashSet<>();
        scans.forEach(scan -> texts.add(scan.protocol().orElse("")));
        Set<Name> names = EnumSet.noneOf(Name.class);
        texts.forEach(text -> names.add(QaNames.of(text)));
        return names;
    }

    /** Age, sex and weight of a person: nobody enters all of them for a phantom. */
    private static boolean isPerson(PatientFacts patient) {
        return patient.weightKg().isPresent() && hasSex(patient) && !isOfPhantomAge(patient);
    }

    private static boolean hasSex(PatientFacts patient) {
        return patient.sex().filter(sex -> !sex.equals("O")).isPresent();
    }

    private static boolean isOfPhantomAge(PatientFacts patient) {
        return patient.ageDays().isEmpty()
                || patient.ageDays().get() >= PatientFacts.daysOfMonths(PHANTOM_AGE_YEARS * 12);
    }

    private static QaEvidence byWeakEvidence(
            Name study, Set<Name> protocols, List<String> facts, List<String> physics) {
        List<String> names = new ArrayList<>();
        if (study != Name.OTHER) {
            names.add("the study has a name that phantoms have");
        }
        boolean isStrong = study == Name.QA || protocols.contains(Name.QA);
        if (protocols.contains(Name.QA) || protocols.contains(Name.PERHAPS)) {
            names.add("a protocol has a name that phantoms have");
        }
        List<String> all = new ArrayList<>(names);
        all.addAll(facts);
        all.addAll(physics);
        boolean isNoPerson = !facts.isEmpty() && !names.isEmpty();
        if (isNoPerson && (names.size() > 1 || !physics.isEmpty())) {
            return new QaEvidence(Verdict.QA, String.join(", ", all));
        }
        boolean isOld = facts.contains(OLD);
        return isStrong || all.size() > 1 || !physics.isEmpty() || isOld
                ? new QaEvidence(Verdict.SUSPECT, String.join(", ", all))
                : OF_PATIENT;
    }

    private static List<String> patientFacts(PatientFacts patient) {
        if (patient.weightKg().isPresent() || !isOfPhantomAge(patient)) {
            return List.of();
        }
        if (patient.ageDays().isPresent()) {
            return List.of(OLD);
        }
        return hasSex(patient) ? List.of() : List.of("neither age, sex nor weight");
    }

    private static List<String> physics(List<IrradiationEvent> scans) {
        if (scans.size() < MIN_VOLTAGES) {
            return List.of();
        }
        Map<BigDecimal, Set<BigDecimal>> voltages = new HashMap<>();
        Map<List<Object>, Integer> identical = new HashMap<>();
        for (IrradiationEvent scan : scans) {
            Optional<BigDecimal> length = scan.scan().scanLengthMm();
            if (length.isEmpty() || length.get().compareTo(MIN_LENGTH_MM) < 0 || isRepeatedInPatients(scan)) {
                continue;
            }
            BigDecimal millimetres = length.get().stripTrailingZeros();
            firstVoltage(scan)
                    .ifPresent(kv -> voltages.computeIfAbsent(millimetres, absent -> new HashSet<>())
                            .add(kv.stripTrailingZeros()));
            if (scan.dose().ctdiVolMGy().isPresent() && scan.dose().dlpMGyCm().isPresent()) {
                identical.merge(
                        List.of(
                                millimetres,
                                scan.dose().ctdiVolMGy().get(),
                                scan.dose().dlpMGyCm().get()),
                        1,
                        Integer::sum);
            }
        }
        List<String> found = new ArrayList<>();
        if (voltages.values().stream().anyMatch(steps -> steps.size() >= MIN_VOLTAGES)) {
            found.add("scans of one length at " + MIN_VOLTAGES + " or more tube voltages");
        }
        if (identical.values().stream().anyMatch(count -> count >= MIN_IDENTICAL)) {
            found.add(MIN_IDENTICAL + " or more scans with identical values");
        }
        return found;
    }

    private static boolean isRepeatedInPatients(IrradiationEvent scan) {
        AcquisitionType type = scan.acquisitionType().orElse(null);
        return type == AcquisitionType.STATIONARY
                || type == AcquisitionType.FREE
                || scan.protocol().filter(QaNames::isIntervention).isPresent();
    }

    private static Optional<BigDecimal> firstVoltage(IrradiationEvent scan) {
        return scan.scan().xraySources().stream().findFirst().flatMap(XraySource::kvp);
    }
}
