/**
 * The request of a patient: finds everything that the stores hold about one patient, and erases it so that neither a second sending nor
 * {@code reprocess} brings it back. It never prints and never keeps an identifier. Start reading at {@link
 * org.doseagent.intake.erasure.PatientRequest}.
 */
@NullMarked
package org.doseagent.intake.erasure;

import org.jspecify.annotations.NullMarked;
