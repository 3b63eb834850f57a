package org.doseagent.intake.erasure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.erasure.PatientTables.Held;

/**
 * One patient, as the stores know them.
 *
 * @param patients the keys of the patient: more than one where several issuers use the Patient ID
 * @param exams the exams of the store
 * @param accessionNumbers of exams without a patient
 * @param texts identifiers as they were given, for objects that cannot be read; never stored, never printed
 */
public record Subject(Set<PatientKey> patients, List<Held> exams, Set<String> accessionNumbers, List<String> texts) {

    public Subject {
        patients = Set.copyOf(patients);
        exams = List.copyOf(exams);
        accessionNumbers = Set.copyOf(accessionNumbers);
        texts = List.copyOf(texts);
    }

    /** Returns the studies of the exams. */
    public Set<StudyInstanceUid> studies() {
        return exams.stream().map(Held::study).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public String toString() {
        return "Subject[masked]";
    }

    /** How a person names the patient. */
    public sealed interface Named {

        /** By the key of the store. */
        record ByKey(PatientKey key) implements Named {}

        /** By Patient ID; without an issuer, every issuer counts. */
        record ByPatientId(String patientId, Optional<String> issuer) implements Named {
            @Override
            public String toString() {
                return "ByPatientId[masked]";
            }
        }

        /** By the accession number of one of the exams. */
        record ByAccession(String accessionNumber) implements Named {
            @Override
            public String toString() {
                return "ByAccession[masked]";
            }
        }
    }
}
