/**
 * Why the dose of an exam is high: its ratio to typical exams, split into scan length, phases, repeats, and CTDIvol with its own causes.
 *
 * <p>Pure; compares with exams that it is given. Start reading at {@link org.doseagent.drl.cause.Explanation}.
 */
@NullMarked
package org.doseagent.drl.cause;

import org.jspecify.annotations.NullMarked;
