package org.doseagent.dose;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;

/**
 * One part of one patient's exam, as statistics need it: no identity, not even a pseudonym.
 *
 * @param exam a number by which the store finds the exam again; it says nothing about the patient and never leaves the program
 * @param deviceKey the scanner of the exam
 * @param phantomCm the phantom that the values are on
 * @param ctdiVolMGy largest mean CTDIvol of a diagnostic event
 * @param dlpMGyCm sum of all events of the part; {@code dlpDiagnosticMGyCm} without localizers and timing runs; {@code
 *     dlpLargestEventMGyCm} of the diagnostic event with the most
 */
public record PartDose(
        long exam,
        String category,
        DeviceKey deviceKey,
        LocalDateTime studyDateTime,
        Optional<Integer> ageDays,
        Optional<BigDecimal> weightKg,
        Optional<Integer> phantomCm,
        Optional<BigDecimal> ctdiVolMGy,
        Optional<BigDecimal> dlpMGyCm,
        Optional<BigDecimal> dlpDiagnosticMGyCm,
        Optional<BigDecimal> dlpLargestEventMGyCm) {}
