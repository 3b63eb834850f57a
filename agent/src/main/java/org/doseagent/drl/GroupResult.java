package org.doseagent.drl;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.doseagent.dose.DeviceKey;
import org.doseagent.dose.Quantity;

/**
 * One group of patients of one scanner beside one reference level, in mGy·cm or mGy.
 *
 * @param n patients that counted; {@code weightUnknown} and {@code weightOutside} were left out for the set's or the level's weights
 * @param firstDay first and {@code lastDay} last exam that counted; empty when none did
 * @param value median or mean, as the set says; empty when none counted; like {@code low}, {@code high} and {@code previous}
 *     exact, to be rounded where they are printed
 * @param low end of the interval: at least 95 % by order statistics for a median, about 95 % by Student's t for a mean
 * @param previous the statistic of the group before, in time
 * @param target what a group is far below of: the target of the source, else the site's fraction of the level
 * @param reservation what the reader must know: an unverified set, a phantom or scope that the source does not state
 */
public record GroupResult(
        DrlSet set,
        DrlSet.Row row,
        DeviceKey deviceKey,
        int n,
        int weightUnknown,
        int weightOutside,
        Optional<LocalDate> firstDay,
        Optional<LocalDate> lastDay,
        Optional<BigDecimal> value,
        Optional<BigDecimal> low,
        Optional<BigDecimal> high,
        Optional<BigDecimal> previous,
        Optional<BigDecimal> ratio,
        BigDecimal target,
        GroupVerdict verdict,
        Optional<String> reservation) {

    public Quantity quantity() {
        return row.quantity();
    }
}
