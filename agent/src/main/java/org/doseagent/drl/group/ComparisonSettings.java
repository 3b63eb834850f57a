package org.doseagent.drl.group;

import java.math.BigDecimal;

/**
 * How exams and groups are compared with levels.
 *
 * @param farAboveMultiple an exam above this multiple of a level is far above it
 * @param lastN the newest patients of a scanner and category that form a group
 * @param farBelow fraction of a level below which the median of a group asks for a look at image quality
 */
public record ComparisonSettings(BigDecimal farAboveMultiple, int lastN, BigDecimal farBelow) {}
