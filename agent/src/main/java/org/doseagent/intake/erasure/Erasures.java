package org.doseagent.intake.erasure;

import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SiteSecret;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.store.erasure.ErasureJournal;
import org.doseagent.store.erasure.ErasureJournal.Kind;
import org.doseagent.store.erasure.ErasureJournal.Mark;

/** Recognises what was erased, by keyed hashes. Thread-safe. */
public final class Erasures implements ErasureCheck {

    private final ErasureJournal journal;
    private final KeyedHash hash;

    public Erasures(ErasureJournal journal, SiteSecret secret) {
        this.journal = journal;
        this.hash = secret.of(SiteSecret.Purpose.ERASURES);
    }

    Mark ofStudy(String studyUid) {
        return new Mark(Kind.STUDY, hash.hex("study", studyUid));
    }

    Mark ofPatient(PatientKey patient) {
        return new Mark(Kind.PATIENT, hash.hex("patient", patient.value()));
    }

    Mark ofObject(SopInstanceUid object) {
        return new Mark(Kind.OBJECT, hash.hex("object", object.value()));
    }

    @Override
    public boolean covers(SopInstanceUid object) {
        Set<Mark> marks = journal.marks();
        return !marks.isEmpty() && marks.contains(ofObject(object));
    }

    ErasureJournal journal() {
        return journal;
    }

    @Override
    public boolean covers(Origin origin) {
        Set<Mark> marks = journal.marks();
        return !marks.isEmpty()
                && (origin.studyUid()
                                .filter(uid -> marks.contains(ofStudy(uid)))
                                .isPresent()
                        || origin.patient()
                                .filter(key -> marks.contains(ofPatient(key)))
                                .isPresent());
    }

    /** The study and the patient of an object, as far as it names them. */
    public record Origin(Optional<String> studyUid, Optional<PatientKey> patient) {}
}
