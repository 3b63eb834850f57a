/**
 * Compares the median of a group of exams with reference levels. Start reading at
 * {@link org.doseagent.drl.group.GroupComparison}.
 */
@NullMarked
package org.doseagent.drl.group;

import org.jspecify.annotations.NullMarked;
