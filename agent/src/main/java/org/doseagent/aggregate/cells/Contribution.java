package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.DeviceKey;
import org.doseagent.dose.PatientKey;

/**
 * What one part of an exam gives to a cell.
 *
 * @param leaf stands for the part and the value
 * @param patient exams without one all count as one patient, which can only withhold more
 */
public record Contribution(
        Leaf leaf, Optional<PatientKey> patient, DeviceKey scanner, LocalDateTime at, BigDecimal value) {}
