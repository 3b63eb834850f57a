package org.doseagent.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.doseagent.dose.Percentiles;

/**
 * Decides, before any rounding, whether a cell may leave, and rounds the one that may. Pure.
 *
 * @param minExams fewest exams of a cell, at least {@value #FLOOR_EXAMS}
 * @param minPatients fewest distinct patients, at least {@value #FLOOR_PATIENTS}
 */
public record DisclosureControl(int minExams, int minPatients) {

    /** No setting goes below these. */
    public static final int FLOOR_EXAMS = 20;

    public static final int FLOOR_PATIENTS = 10;

    /** At least this many exams strictly below and strictly above each published percentile. */
    static final int MIN_EACH_SIDE = 5;

    /** One patient gives at most one exam in this many. */
    static final int MAX_SHARE_DIVISOR = 10;

    static final int N_STEP = 5;
    static final int SIGNIFICANT_DIGITS = 2;

    static final List<Integer> PERCENTS = List.of(25, 50, 75);

    private static final MathContext ROUNDING = new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_UP);

    public DisclosureControl {
        if (minExams < FLOOR_EXAMS || minPatients < FLOOR_PATIENTS) {
            throw new IllegalArgumentException("a cell needs at least " + FLOOR_EXAMS + " exams of " + FLOOR_PATIENTS
                    + " patients; no setting lowers that");
        }
    }

    /** Returns why a cell must not leave; empty when it may. */
    Optional<String> obstacle(List<Contribution> contributions) {
        int exams = contributions.size();
        if (exams < minExams) {
            return Optional.of("fewer than " + minExams + " exams");
        }
        List<Long> perPatient = List.copyOf(contributions.stream()
                .collect(Collectors.groupingBy(Contribution::patient, Collectors.counting()))
                .values());
        if (perPatient.size() < minPatients) {
            return Optional.of("fewer than " + minPatients + " patients");
        }
        if (Collections.max(perPatient) * MAX_SHARE_DIVISOR > exams) {
            return Optional.of("one patient has more than a tenth of the exams");
        }
        List<BigDecimal> sorted = sorted(contributions);
        for (int percent : PERCENTS) {
            BigDecimal value = Percentiles.of(sorted, percent);
            long below =
                    sorted.stream().filter(each -> each.compareTo(value) < 0).count();
            long above =
                    sorted.stream().filter(each -> each.compareTo(value) > 0).count();
            if (below < MIN_EACH_SIDE || above < MIN_EACH_SIDE) {
                return Optional.of(
                        "fewer than " + MIN_EACH_SIDE + " exams on one side of the " + percent + "th percentile");
            }
        }
        return Optional.empty();
    }

    /** Returns the rounded cell of contributions that {@link #obstacle} lets pass. */
    Cell cell(CellKey key, List<Contribution> contributions) {
        List<BigDecimal> sorted = sorted(contributions);
        return new Cell(
                key,
                contributions.size() / N_STEP * N_STEP,
                rounded(Percentiles.of(sorted, 25)),
                rounded(Percentiles.of(sorted, 50)),
                rounded(Percentiles.of(sorted, 75)));
    }

    private static BigDecimal rounded(BigDecimal value) {
        return new BigDecimal(value.round(ROUNDING).stripTrailingZeros().toPlainString());
    }

    private static List<BigDecimal> sorted(List<Contribution> contributions) {
        return contributions.stream().map(Contribution::value).sorted().toList();
    }
}
