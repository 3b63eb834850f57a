package org.doseagent.trend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Decides after each value of a series whether the values have shifted upward: a Shiryaev-Roberts procedure on sequential ranks (Gordon and
 * Pollak, Annals of Statistics 22, 1994: An efficient sequential nonparametric scheme for detecting a change of distribution).
 *
 * <p>The rank of a value among all values up to it is independent of the earlier ranks, whatever the distribution of the values is. A rank
 * becomes a normal score. For each value at which the shift could have begun, the likelihood ratio of the scores since then is kept, averaged
 * over {@link #SHIFTS}; a candidate with few values before it expects a smaller shift of the ranks, because later ranks compare the new level
 * with itself. Each candidate is weighted with the days since the value before it. The weighted sum, less the days that have passed, is a
 * martingale while nothing changes; so the mean time to a false alarm is at least the time that the caller sets, for every distribution and for
 * every number of exams a day. Not thread-safe.
 */
final class RankShift {

    /** The shifts that are looked for, in standard deviations of one value. */
    private static final double[] SHIFTS = {0.45, 0.8, 1.4};

    /** A level is not known from fewer values. */
    static final int MIN_BEFORE = 20;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** A candidate below this ratio is dropped: newer ones have long overtaken it. The sum only gets smaller by it. */
    private static final double NEGLIGIBLE = 1e-6;

    private final double daysPerFalseAlarm;
    private final int sign;
    private double[] sorted = new double[64];
    private final List<Candidate> candidates = new ArrayList<>();
    private int size;

    /** A value at which the shift could have begun: its index, the days before it, and the likelihood ratio for each of {@link #SHIFTS}. */
    private static final class Candidate {
        private final int index;
        private final double days;
        private final double[] ratios = new double[SHIFTS.length];

        Candidate(int index, double days) {
            this.index = index;
            this.days = days;
            Arrays.fill(ratios, 1);
        }

        void add(double score, int values) {
            double before = (double) index / values;
            for (int i = 0; i < SHIFTS.length; i++) {
                double shift = SHIFTS[i] * before;
                ratios[i] *= Math.exp(shift * score - shift * shift / 2);
            }
        }

        double ratio() {
            double sum = 0;
            for (double ratio : ratios) {
                sum += ratio;
            }
            return sum / SHIFTS.length;
        }
    }

    private RankShift(double daysPerFalseAlarm, int sign) {
        this.daysPerFalseAlarm = daysPerFalseAlarm;
        this.sign = sign;
    }

    /** Looks for a rise; one false alarm in {@code daysPerFalseAlarm} at most, on average. */
    static RankShift upward(double daysPerFalseAlarm) {
        return new RankShift(daysPerFalseAlarm, 1);
    }

    /** Looks for a fall. */
    static RankShift downward(double daysPerFalseAlarm) {
        return new RankShift(daysPerFalseAlarm, -1);
    }

    /**
     * Takes the next value.
     *
     * @param days since the value before it
     * @return whether the values have shifted
     */
    boolean add(double value, double days) {
        double score = score(sign * value);
        if (size >= MIN_BEFORE) {
            candidates.add(new Candidate(size, days));
        }
        double sum = 0;
        for (Candidate candidate : candidates) {
            candidate.add(score, size);
            sum += candidate.days * candidate.ratio();
        }
        candidates.removeIf(candidate -> candidate.ratio() < NEGLIGIBLE);
        size++;
        return sum >= daysPerFalseAlarm;
    }

    /**
     * Returns the index of the value at which the shift most probably began.
     *
     * @throws IllegalStateException if no value could be one, which {@link #add} then has not returned true for
     */
    int began() {
        return candidates.stream()
                .max(Comparator.comparingDouble(Candidate::ratio))
                .orElseThrow(IllegalStateException::new)
                .index;
    }

    /** Returns the normal score of the rank of a value among all up to it; equal values share their mean rank. */
    private double score(double value) {
        int below = 0;
        int equal = 0;
        while (below < size && sorted[below] < value) {
            below++;
        }
        while (below + equal < size && sorted[below + equal] == value) {
            equal++;
        }
        if (size == sorted.length) {
            sorted = Arrays.copyOf(sorted, 2 * size);
        }
        System.arraycopy(sorted, below + equal, sorted, below + equal + 1, size - below - equal);
        sorted[below + equal] = value;
        double rank = below + 1 + equal / 2.0;
        return NORMAL.inverseCumulativeProbability((rank - 0.5) / (size + 1));
    }
}
