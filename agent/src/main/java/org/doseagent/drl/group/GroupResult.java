package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.level.Reservation;

/**
 * One group of patients of one scanner beside one reference level, in mGy·cm or mGy.
 *
 * @param sample what was measured; values are exact and are rounded where they are printed
 * @param earlier the exams that this group, or its newer half, was compared with; empty if they were too few
 * @param target the value that a group far below the level is below: the target of the source, else the site's fraction of the level
 * @param pooling empty for exams of one scanner in the usual days
 */
public record GroupResult(
        DrlSet set,
        DrlSet.Row row,
        DeviceKey deviceKey,
        Sample sample,
        Optional<Earlier> earlier,
        BigDecimal target,
        GroupVerdict verdict,
        Optional<Pooling> pooling) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /**
     * The exams of a group.
     *
     * @param n patients that counted
     * @param leftOut patients of the category that were left out
     * @param firstDay first and {@code lastDay} last exam that counted; empty when none did
     * @param value median or mean, as the set defines; empty when no patient counted
     * @param interval at least 95 % by order statistics for a median, about 95 % by Student's t for a mean; empty for very few values
     */
    public record Sample(
            int n,
            LeftOut leftOut,
            Optional<LocalDate> firstDay,
            Optional<LocalDate> lastDay,
            Optional<BigDecimal> value,
            Optional<Interval> interval) {}

    /**
     * Earlier exams.
     *
     * @param value their statistic
     * @param isHalf whether they are the older half of this group, because the group before it is too small
     */
    public record Earlier(BigDecimal value, boolean isHalf) {}

    /**
     * How a group was made large enough.
     *
     * @param scanners the number of scanners that are too small by themselves
     * @param since first day of the exams that were looked at
     */
    public record Pooling(int scanners, LocalDate since) {}

    /**
     * How many patients of the category were left out, and why. Each is counted once, for the first of these reasons.
     *
     * @param ageUnknown the age is not known
     * @param otherPhantom the values are for another phantom than the level
     * @param noValue there is no value for the quantity of the level, or its phantom is not known
     * @param weightUnknown and {@code weightOutside}: by the weight band of the set or of the level
     */
    public record LeftOut(int ageUnknown, int otherPhantom, int noValue, int weightUnknown, int weightOutside) {

        /** Returns each reason with its number, in words; empty if nobody was left out. */
        public List<String> reasons(int phantomCm) {
            List<String> reasons = new ArrayList<>();
            add(reasons, ageUnknown, "of unknown age");
            add(reasons, otherPhantom, "with values for another phantom than the " + phantomCm + " cm of the level");
            add(reasons, noValue, "without a value for a known phantom");
            add(reasons, weightUnknown, "of unknown weight");
            add(reasons, weightOutside, "of another weight");
            return reasons;
        }

        private static void add(List<String> reasons, int exams, String what) {
            if (exams > 0) {
                reasons.add(exams + " " + what);
            }
        }
    }

    /** Returns the same as the result of pooled exams. */
    GroupResult pooled(DeviceKey device, Pooling how) {
        return new GroupResult(set, row, device, sample, earlier, target, verdict, Optional.of(how));
    }

    /** Returns how the group was made large enough, in words; empty if it was not pooled. */
    public Optional<String> pooledText() {
        return pooling.map(how -> (how.scanners == 1
                        ? "exams since " + how.since + ", because the newest year has"
                        : how.scanners + " scanners together, exams since " + how.since + ", because each of them has")
                + " fewer than " + set.method().minN());
    }

    /** Returns the statistic of the earlier exams. */
    public Optional<BigDecimal> previous() {
        return earlier.map(Earlier::value);
    }

    /** Returns why patients were left out, in words. */
    public List<String> leftOut() {
        return sample.leftOut().reasons(row.phantomCm());
    }

    public Quantity quantity() {
        return row.quantity();
    }

    public int n() {
        return sample.n();
    }

    public int weightUnknown() {
        return sample.leftOut().weightUnknown();
    }

    public int weightOutside() {
        return sample.leftOut().weightOutside();
    }

    public Optional<LocalDate> firstDay() {
        return sample.firstDay();
    }

    public Optional<LocalDate> lastDay() {
        return sample.lastDay();
    }

    public Optional<BigDecimal> value() {
        return sample.value();
    }

    /** Returns the lower end of the interval. */
    public Optional<BigDecimal> low() {
        return sample.interval().map(Interval::low);
    }

    /** Returns the upper end of the interval. */
    public Optional<BigDecimal> high() {
        return sample.interval().map(Interval::high);
    }

    /** Returns the statistic divided by the level, with four digits. */
    public Optional<BigDecimal> ratio() {
        return value().map(number -> number.divide(row.value(), FOUR_DIGITS));
    }

    /** Returns what the reader must know about the set and the level. */
    public List<Reservation> reservations() {
        return set.reservations(row);
    }

    /** Returns the reservations as one text; empty without any. */
    public Optional<String> reservation() {
        return set.reservation(row);
    }
}
