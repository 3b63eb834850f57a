package org.doseagent.aggregate.control;

import java.math.BigDecimal;

/**
 * The optional mechanism: percentiles drawn by the exponential mechanism instead of rounded ones.
 *
 * @param epsilonPerCell budget of one release of a cell, over its three percentiles
 * @param epsilonPerPeriod what all releases of a period may spend on one category, quantity, phantom, and children or adults
 */
public record DifferentialPrivacy(BigDecimal epsilonPerCell, BigDecimal epsilonPerPeriod) {

    /** Below so many exams the noise is larger than what it hides. */
    static final int MIN_EXAMS = 100;

    /** One exam of a patient counts: the budget is one patient's. */
    static final int MAX_EXAMS_PER_PATIENT = 1;

    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = BigDecimal.TEN;

    public DifferentialPrivacy {
        if (epsilonPerCell.compareTo(LEAST) < 0
                || epsilonPerCell.compareTo(MOST) > 0
                || epsilonPerPeriod.compareTo(epsilonPerCell) < 0) {
            throw new IllegalArgumentException(
                    "epsilonPerCell must be from " + LEAST + " to " + MOST + ", epsilonPerPeriod not below it");
        }
    }
}
