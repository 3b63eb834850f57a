/**
 * The results of a comparison with reference levels: assessments, verdicts and alerts of an exam. Start reading at
 * {@link org.doseagent.dose.assessment.AssessedExam}.
 */
@NullMarked
package org.doseagent.dose.assessment;

import org.jspecify.annotations.NullMarked;
