package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The dose of one part of an exam. All values are on one phantom.
 *
 * @param phantomCm the phantom of the values: 16 or 32; empty where the report names none, and then nothing is compared
 * @param ctdiVolMGy the largest mean CTDIvol of a diagnostic event
 * @param dlpMGyCm the sum of the DLP of all events
 * @param dlpDiagnosticMGyCm the sum without localizers and timing runs
 * @param dlpLargestPhaseMGyCm the largest DLP of a phase: of scans of which no two cover the same place
 */
public record PartTotals(
        Optional<Integer> phantomCm,
        Optional<BigDecimal> ctdiVolMGy,
        Optional<BigDecimal> dlpMGyCm,
        Optional<BigDecimal> dlpDiagnosticMGyCm,
        Optional<BigDecimal> dlpLargestPhaseMGyCm) {}
