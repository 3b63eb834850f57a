package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The events of one exam that share a category and a phantom: values of different phantoms are never added, so they are different parts.
 *
 * @param category identifier from categories.yaml; empty when unmapped
 * @param mappingRule the rule that matched, and {@code evidence} what it matched on (which text or code, not the text itself)
 * @param phantomCm the phantom that the values below are on: 16 or 32; empty where the report names neither, and nothing is compared
 * @param ctdiVolMGy largest mean CTDIvol of a diagnostic event on that phantom
 * @param dlpMGyCm sum of event DLP on that phantom
 * @param dlpDiagnosticMGyCm the same without localizers and timing runs; {@code dlpLargestEventMGyCm} of the diagnostic event with the most
 * @param eventIndices positions in {@link Exam#events()}, from 0
 */
public record ExamPart(
        Optional<String> category,
        Optional<String> mappingRule,
        Optional<String> mappingVersion,
        Optional<String> evidence,
        Optional<Integer> phantomCm,
        Optional<BigDecimal> ctdiVolMGy,
        Optional<BigDecimal> dlpMGyCm,
        Optional<BigDecimal> dlpDiagnosticMGyCm,
        Optional<BigDecimal> dlpLargestEventMGyCm,
        List<Integer> eventIndices) {

    public ExamPart {
        eventIndices = List.copyOf(eventIndices);
    }
}
