package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.doseagent.aggregate.control.Leaf;

/**
 * What one part of an exam gives to a cell.
 *
 * @param leaf stands for the part and the value
 * @param patient keyed pseudonym; exams without one all count as one patient, which can only withhold more
 * @param scanner key of the scanner
 */
public record Contribution(Leaf leaf, String patient, String scanner, LocalDateTime at, BigDecimal value) {}
