package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
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
 * @param previous the statistic of the preceding group; empty if that group was too small
 * @param target the value that a group far below the level is below: the target of the source, else the site's fraction of the level
 */
public record GroupResult(
        DrlSet set,
        DrlSet.Row row,
        DeviceKey deviceKey,
        Sample sample,
        Optional<BigDecimal> previous,
        BigDecimal target,
        GroupVerdict verdict) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /**
     * The exams of a group.
     *
     * @param n patients that counted
     * @param leftOut patients that were left out for the weight band of the set or of the level
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

    /** How many patients were left out by weight: those of unknown weight, and those outside the band. */
    public record LeftOut(int weightUnknown, int weightOutside) {}

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
