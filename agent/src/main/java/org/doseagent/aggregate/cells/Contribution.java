package org.doseagent.aggregate.cells;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.PatientKey;

/**
 * The value of one exam part in a cell.
 *
 * @param leaf the keyed hashes of the part and the value
 * @param patient all exams without a patient count as one patient, so that more is withheld and not less
 * @param arrivedAt when the first report of the exam was received
 */
public record Contribution(
        Leaf leaf,
        Optional<PatientKey> patient,
        DeviceKey scanner,
        LocalDateTime at,
        Instant arrivedAt,
        BigDecimal value) {}
