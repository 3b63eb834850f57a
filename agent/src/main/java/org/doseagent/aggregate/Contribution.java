package org.doseagent.aggregate;

import java.math.BigDecimal;

/**
 * What one exam gives to a cell.
 *
 * @param patient keyed pseudonym; exams without one all count as one patient, which can only withhold more
 */
record Contribution(String patient, BigDecimal value) {}
