package org.doseagent.aggregate.control;

import java.math.BigDecimal;

/**
 * The optional mechanism: percentiles drawn by the exponential mechanism instead of rounded ones.
 *
 * @param epsilonPerCell the budget of one release of a cell, for its three percentiles
 * @param epsilonPerPeriod the budget of all releases of a period for one category, quantity and phantom, and children or adults
 */
public record DifferentialPrivacy(BigDecimal epsilonPerCell, BigDecimal epsilonPerPeriod) {

    /** With fewer exams the noise is larger than the differences between cells. */
    static final int MIN_EXAMS = 100;

    /** Only one exam of a patient counts, so that the budget holds for the patient. */
    static final int MAX_EXAMS_PER_PATIENT = 1;

    private static final BigDecimal MIN_EPSILON = new BigDecimal("0.01");
    private static final BigDecimal MAX_EPSILON = BigDecimal.TEN;

    public DifferentialPrivacy {
        if (epsilonPerCell.compareTo(MIN_EPSILON) < 0
                || epsilonPerCell.compareTo(MAX_EPSILON) > 0
                || epsilonPerPeriod.compareTo(epsilonPerCell) < 0) {
            throw new IllegalArgumentException("epsilonPerCell must be from " + MIN_EPSILON + " to " + MAX_EPSILON
                    + ", epsilonPerPeriod not below it");
        }
    }
}
