/**
 * Looks at many exams: compares groups with levels, finds changes of scanners and missing exams. Reads the store, and opens alerts about
 * scanners. Start reading at {@link org.doseagent.review.GroupReview}.
 */
@NullMarked
package org.doseagent.review;

import org.jspecify.annotations.NullMarked;
