/**
 * Finds exams whose category is probably wrong: their dose and geometry fit the history of another category better than that of their own.
 *
 * <p>Pure. Start reading at {@link org.doseagent.drl.label.LabelHistory}.
 */
@NullMarked
package org.doseagent.drl.label;

import org.jspecify.annotations.NullMarked;
