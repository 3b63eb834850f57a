package org.doseagent.drl;

import java.util.Set;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.drl.group.GroupMembers;
import org.doseagent.drl.group.GroupMembers.Member;
import org.doseagent.drl.level.DrlSet;

/**
 * A rule for groups: one exam is above {@code singleMultiple} times the DRL, and the mean of {@code lastN} consecutive exams of the same type on
 * the same scanner, including that exam, is above {@code meanMultiple} times the DRL.
 */
public record GroupRule(BigDecimal singleMultiple, BigDecimal meanMultiple, int lastN) {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /** An exam above the single multiple, and the alert that it opens. */
    public record Occurrence(PartDose trigger, Alert alert) {}

    /**
     * Returns the occurrences in all runs of exams, not only in the newest run.
     *
     * <p>One occurrence is reported for each run, with its first exam as the trigger: an exam above the multiple belongs to the same run if it is
     * among the {@code lastN} exams after a trigger. Later exams can add occurrences; they never remove one.
     *
     * @param oldestFirst of one category and scanner
     */
    public List<Occurrence> occurrences(List<PartDose> oldestFirst, DrlSet set, DrlSet.Row row, EventRules pack) {
        List<Member> counted = counted(oldestFirst, set, row);
        BigDecimal single = row.value().multiply(singleMultiple);
        List<Occurrence> occurrences = new ArrayList<>();
        int lastReported = -lastN;
        for (int i = 0; i < counted.size(); i++) {
            if (counted.get(i).value().compareTo(single) <= 0) {
                continue;
            }
            OptionalInt end = firstHighMean(counted, i, row);
            if (end.isPresent()) {
                if (i - lastReported >= lastN) {
                    List<Member> window = counted.subList(end.getAsInt() - lastN + 1, end.getAsInt() + 1);
                    occurrences.add(
                            new Occurrence(counted.get(i).part(), draft(counted.get(i), window, set, row, pack)));
                }
                lastReported = i;
            }
        }
        return occurrences;
    }

    private static List<Member> counted(List<PartDose> oldestFirst, DrlSet set, DrlSet.Row row) {
        return GroupMembers.of(oldestFirst, set, row).members().stream()
                .filter(member -> set.isValidOn(member.day()))
                .toList();
    }

    /** Returns the last index of the first window that includes this exam and has a mean above the multiple. */
    private OptionalInt firstHighMean(List<Member> counted, int exam, DrlSet.Row row) {
        BigDecimal threshold = row.value().multiply(meanMultiple).multiply(BigDecimal.valueOf(lastN));
        int last = Math.min(exam + lastN, counted.size()) - 1;
        for (int end = Math.max(exam, lastN - 1); end <= last; end++) {
            if (sum(counted.subList(end - lastN + 1, end + 1)).compareTo(threshold) > 0) {
                return OptionalInt.of(end);
            }
        }
        return OptionalInt.empty();
    }

    private static BigDecimal sum(List<Member> window) {
        return window.stream().map(Member::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Alert draft(Member trigger, List<Member> window, DrlSet set, DrlSet.Row row, EventRules pack) {
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
                Set.of(),
                words(trigger, window, mean, set, row)
                        .then(" Rule pack " + pack.id() + " (" + pack.source() + "), set "
                                + set.id() + " (" + set.source() + ", " + set.edition()
                                + "). It stays until a person closes it. Whether this is to be reported is for the radiation protection"
                                + " supervisor to decide. " + Alert.NOT_A_LIMIT),
                0);
    }

    private AlertWords words(Member trigger, List<Member> window, BigDecimal mean, DrlSet set, DrlSet.Row row) {
        Quantity quantity = row.quantity();
        BigDecimal single = row.value().multiply(singleMultiple);
        long above = window.stream()
                .filter(each -> each.value().compareTo(single) > 0)
                .count();
        return AlertWords.of(row.category() + ", " + row.population() + ", on ")
                .scanner(trigger.part().deviceKey().label())
                .then(": the exam of ")
                .timeOfExam(trigger.part().studyDateTime())
                .then(" has a " + quantity.label() + " of "
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
                                : "left out."));
    }
}
