/**
 * Evaluates many exams: compares groups with levels, and finds changes of scanners and missing exams. It reads the store and opens alerts
 * about scanners. Start reading at {@link org.doseagent.review.GroupReview}.
 */
@NullMarked
package org.doseagent.review;

import org.jspecify.annotations.NullMarked;
