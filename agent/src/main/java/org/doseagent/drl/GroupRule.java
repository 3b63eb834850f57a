package org.doseagent.drl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.doseagent.dose.Alert;
import org.doseagent.dose.AlertKind;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;

/**
 * As soon as one exam is above {@code singleMultiple} times the DRL: is the mean of {@code lastN} consecutive exams of that type on that
 * scanner, this one among them, above {@code meanMultiple} times the DRL?
 */
public record GroupRule(BigDecimal singleMultiple, BigDecimal meanMultiple, int lastN) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /** The exam that the rule is about, and the alert. */
    public record Occurrence(PartDose trigger, Alert alert) {}

    /** An exam that counts, and its value. */
    private record Counted(PartDose part, BigDecimal value) {
        LocalDate day() {
            return part.studyDateTime().toLocalDate();
        }
    }

    /**
     * Returns what the rule asks to report: every run of exams is looked at, not only the newest.
     *
     * <p>The first exam of a run stands for it: one that is above the multiple within {@code lastN} exams after another that was told belongs
     * to that one. Later exams change nothing about what was found, they only add.
     *
     * @param oldestFirst of one category and scanner
     */
    public List<Occurrence> occurrences(List<PartDose> oldestFirst, DrlSet set, DrlSet.Row row, EventRules pack) {
        List<Counted> counted = counted(oldestFirst, set, row);
        BigDecimal single = row.value().multiply(singleMultiple);
        List<Occurrence> occurrences = new ArrayList<>();
        int lastTold = -lastN;
        for (int i = 0; i < counted.size(); i++) {
            if (counted.get(i).value().compareTo(single) <= 0) {
                continue;
            }
            OptionalInt end = firstHighMean(counted, i, row);
            if (end.isPresent()) {
                if (i - lastTold >= lastN) {
                    List<Counted> window = counted.subList(end.getAsInt() - lastN + 1, end.getAsInt() + 1);
                    occurrences.add(
                            new Occurrence(counted.get(i).part(), draft(counted.get(i), window, set, row, pack)));
                }
                lastTold = i;
            }
        }
        return occurrences;
    }

    private static List<Counted> counted(List<PartDose> oldestFirst, DrlSet set, DrlSet.Row row) {
        List<Counted> counted = new ArrayList<>();
        for (PartDose part : oldestFirst) {
            boolean isCounted = part.ageDays().filter(row::isForAge).isPresent()
                    && set.isValidOn(Optional.of(part.studyDateTime().toLocalDate()))
                    && (!row.goesByWeight()
                            || part.weightKg().filter(row.weightKg()::contains).isPresent());
            if (isCounted) {
                GroupComparison.value(part, set, row).ifPresent(value -> counted.add(new Counted(part, value)));
            }
        }
        return counted;
    }

    /** Returns where the first window ends that holds this exam and has a mean above the multiple. */
    private OptionalInt firstHighMean(List<Counted> counted, int exam, DrlSet.Row row) {
        BigDecimal most = row.value().multiply(meanMultiple).multiply(BigDecimal.valueOf(lastN));
        int last = Math.min(exam + lastN, counted.size()) - 1;
        for (int end = Math.max(exam, lastN - 1); end <= last; end++) {
            if (sum(counted.subList(end - lastN + 1, end + 1)).compareTo(most) > 0) {
                return OptionalInt.of(end);
            }
        }
        return OptionalInt.empty();
    }

    private static BigDecimal sum(List<Counted> window) {
        return window.stream().map(Counted::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Alert draft(Counted trigger, List<Counted> window, DrlSet set, DrlSet.Row row, EventRules pack) {
        BigDecimal mean = sum(window).divide(BigDecimal.valueOf(lastN), MathContext.DECIMAL64);
        return new Alert(
                AlertKind.GROUP_RULE,
                "rule/"
                        + String.join(
                                "/",
                                pack.id(),
                                set.id(),
                                row.category(),
                                row.population(),
                                row.quantity().name(),
                                row.scope().name()),
                Optional.of(row.category()),
                Alert.Figures.of(row.quantity(), mean.round(FOUR_DIGITS))
                        .withRatio(mean.divide(row.value(), FOUR_DIGITS))
                        .beside(row.value(), set.id()),
                text(trigger, window, mean, set, row) + " Rule pack " + pack.id() + " (" + pack.source() + "), set "
                        + set.id() + " (" + set.source() + ", " + set.edition()
                        + "). It stays until a person closes it. Whether this is to be reported is for the radiation protection"
                        + " supervisor to decide. " + Alert.NOT_A_LIMIT,
                0);
    }

    private String text(Counted trigger, List<Counted> window, BigDecimal mean, DrlSet set, DrlSet.Row row) {
        Quantity quantity = row.quantity();
        BigDecimal single = row.value().multiply(singleMultiple);
        long above = window.stream()
                .filter(each -> each.value().compareTo(single) > 0)
                .count();
        return row.category() + ", " + row.population() + ", on "
                + trigger.part().deviceKey().label() + ": the exam of "
                + trigger.part().studyDateTime() + " has a " + quantity.label() + " of "
                + quantity.text(trigger.value()) + ", above "
                + singleMultiple.toPlainString() + " times the DRL of " + quantity.text(row.value())
                + ", and the mean of " + lastN + " consecutive exams, this one among them ("
                + window.get(0).day()
                + " to " + window.get(lastN - 1).day() + ", " + above + " of them above "
                + singleMultiple.toPlainString() + " times), is " + quantity.text(mean) + ", above "
                + meanMultiple.toPlainString() + " times. Values are on the " + row.phantomCm()
                + " cm phantom; localizer and timing events are "
                + (quantity == Quantity.DLP && set.countsLocalizers() && row.scope() == DrlSet.Scope.EXAM
                        ? "counted."
                        : "left out.");
    }
}
