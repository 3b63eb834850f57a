/**
 * The vocabulary: exam, irradiation event, quantity, finding, assessment, alert. Pure values; no I/O, no clock.
 * Start reading at {@link org.doseagent.dose.Exam}.
 */
@NullMarked
package org.doseagent.dose;

import org.jspecify.annotations.NullMarked;
