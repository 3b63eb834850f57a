package org.doseagent.store.exams;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.identity.StudyInstanceUid;

/** What a person of the site decided about an exam: a phantom or quality control, or a patient. It takes precedence over all evidence. */
public record QaDecision(StudyInstanceUid study, QaChoice choice, Instant at) {

    /** Returns true for a phantom or quality control. */
    public boolean isQa() {
        return choice.isQa();
    }

    /** Returns who decided. */
    public String by() {
        return choice.by();
    }

    public Optional<String> note() {
        return choice.note();
    }
}
