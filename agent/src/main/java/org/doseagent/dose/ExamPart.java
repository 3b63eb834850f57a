package org.doseagent.dose;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The events of one exam that share a category and a phantom. Values of different phantoms are never added, so they belong to different
 * parts.
 *
 * @param eventIndices positions in {@link Exam#events()}, from 0
 */
public record ExamPart(Classification classification, Totals totals, List<Integer> eventIndices) {

    public ExamPart {
        eventIndices = List.copyOf(eventIndices);
    }

    /** Returns the category from categories.yaml; empty when the part is unmapped. */
    public Optional<String> category() {
        return classification.category();
    }

    /** Returns the phantom of the values: 16 or 32. */
    public Optional<Integer> phantomCm() {
        return totals.phantomCm();
    }

    /** Returns the largest mean CTDIvol of a diagnostic event. */
    public Optional<BigDecimal> ctdiVolMGy() {
        return totals.ctdiVolMGy();
    }

    /** Returns the sum of the DLP of all events. */
    public Optional<BigDecimal> dlpMGyCm() {
        return totals.dlpMGyCm();
    }

    /**
     * The category of a part and the mapping rule that gave it; every field is empty for an unmapped part.
     *
     * @param category identifier from categories.yaml
     * @param rule the rule that matched
     * @param version version of the mapping that contains the rule
     * @param evidence which text or code matched; never the text itself
     */
    public record Classification(
            Optional<String> category, Optional<String> rule, Optional<String> version, Optional<String> evidence) {

        /** The classification of a part that no rule matched. */
        public static final Classification UNMAPPED =
                new Classification(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The dose of one part of an exam. All values are on one phantom.
     *
     * @param phantomCm the phantom of the values: 16 or 32; empty where the report names none, and then nothing is compared
     * @param ctdiVolMGy the largest mean CTDIvol of a diagnostic event
     * @param dlpMGyCm the sum of the DLP of all events
     * @param dlpDiagnosticMGyCm the sum without localizers and timing runs
     * @param dlpLargestEventMGyCm the largest DLP of a diagnostic event
     */
    public record Totals(
            Optional<Integer> phantomCm,
            Optional<BigDecimal> ctdiVolMGy,
            Optional<BigDecimal> dlpMGyCm,
            Optional<BigDecimal> dlpDiagnosticMGyCm,
            Optional<BigDecimal> dlpLargestEventMGyCm) {}
}
