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
public record ExamPart(Classification classification, PartTotals totals, List<Integer> eventIndices) {

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
}
