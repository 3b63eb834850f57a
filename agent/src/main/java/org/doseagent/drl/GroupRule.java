package org.doseagent.drl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AlertDraft;
import org.doseagent.dose.AlertKind;
import org.doseagent.dose.Device;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;

/**
 * As soon as one exam is above {@code singleMultiple} times the DRL: is the mean of the last {@code lastN} consecutive exams of that type on
 * that scanner above {@code meanMultiple} times the DRL?
 */
public record GroupRule(BigDecimal singleMultiple, BigDecimal meanMultiple, int lastN) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /**
     * Returns the alert that the newest exams ask for.
     *
     * @param newestFirst of one category and scanner
     */
    public Optional<AlertDraft> check(List<PartDose> newestFirst, DrlSet set, DrlSet.Row row, EventRules pack) {
        List<BigDecimal> values = newestFirst.stream()
                .filter(part -> part.ageDays().filter(row::isForAge).isPresent())
                .filter(part -> !row.goesByWeight()
                        || part.weightKg().filter(row.weightKg()::contains).isPresent())
                .flatMap(part -> GroupComparison.value(part, set, row).stream())
                .limit(lastN)
                .toList();
        BigDecimal single = row.value().multiply(singleMultiple);
        long above =
                values.stream().filter(value -> value.compareTo(single) > 0).count();
        if (values.size() < lastN || above == 0) {
            return Optional.empty();
        }
        BigDecimal mean = values.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64);
        return mean.compareTo(row.value().multiply(meanMultiple)) > 0
                ? Optional.of(draft(newestFirst.get(0).deviceKey(), set, row, pack, mean.round(FOUR_DIGITS), above))
                : Optional.empty();
    }

    private AlertDraft draft(
            String deviceKey, DrlSet set, DrlSet.Row row, EventRules pack, BigDecimal mean, long above) {
        boolean isDlp = row.quantity() == Quantity.DLP;
        String unit = isDlp ? " mGy·cm" : " mGy";
        String text = row.category() + ", " + row.population() + ", on " + Device.labelOf(deviceKey) + ": of the last "
                + lastN + " exams " + above + " are above " + singleMultiple.toPlainString() + " times the DRL of "
                + row.value().toPlainString() + unit + ", and their mean " + (isDlp ? "DLP" : "CTDIvol") + " of "
                + mean.toPlainString() + unit + " is above " + meanMultiple.toPlainString()
                + " times. Localizer and timing events are "
                + (isDlp && set.countsLocalizers() ? "counted" : "left out") + ". Rule pack " + pack.id() + " ("
                + pack.source() + "), set " + set.id() + " (" + set.source() + ", " + set.edition()
                + "). Whether this is to be reported is for the radiation protection supervisor to decide.";
        return new AlertDraft(
                AlertKind.GROUP_RULE,
                GroupAlerts.PREFIX
                        + String.join(
                                "/",
                                pack.id(),
                                set.id(),
                                row.category(),
                                row.population(),
                                row.quantity().name(),
                                row.scope().name(),
                                deviceKey),
                Optional.of(row.category()),
                Optional.of(row.quantity()),
                Optional.of(mean),
                Optional.of(row.value()),
                Optional.of(mean.divide(row.value(), FOUR_DIGITS)),
                Optional.of(set.id()),
                text);
    }
}
