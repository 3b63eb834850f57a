package org.doseagent.store.exams;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.identity.StudyInstanceUid;

/**
 * What a person of the site decided about an exam: a phantom or quality control, or a patient. It takes precedence over all evidence.
 *
 * @param isQa true: a phantom or quality control
 * @param by who decided
 */
public record QaDecision(StudyInstanceUid study, boolean isQa, String by, Instant at, Optional<String> note) {}
