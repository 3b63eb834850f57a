package org.doseagent.store.exams;

import java.util.Optional;

/**
 * What a person chooses for an exam: begin with {@link #phantom} or {@link #patient}.
 *
 * @param isQa true: a phantom or quality control
 * @param by who decides
 */
public record QaChoice(boolean isQa, String by, Optional<String> note) {

    /** The exam is one of a phantom or quality control. */
    public static QaChoice phantom(String by) {
        return new QaChoice(true, by, Optional.empty());
    }

    /** The exam is one of a patient. */
    public static QaChoice patient(String by) {
        return new QaChoice(false, by, Optional.empty());
    }

    public QaChoice withNote(String text) {
        return new QaChoice(isQa, by, Optional.of(text));
    }
}
