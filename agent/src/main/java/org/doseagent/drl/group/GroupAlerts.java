package org.doseagent.drl.group;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.drl.level.DrlSet;

/** Which alerts the comparison of a group opens, and in what words. */
public final class GroupAlerts {

    /** The keys of all alerts of groups begin so. */
    public static final String PREFIX = "group/";

    private GroupAlerts() {}

    /** Returns the alert of a result; empty when it asks for none, or its set is not trusted. */
    public static Optional<Alert> of(GroupResult result) {
        return of(result, Set.of());
    }

    /**
     * Returns the alert of a result. An alert that was opened stays until the group is back at its level: it does not come and go with the evidence.
     *
     * @param held the keys of the alerts of groups that are open or acknowledged
     */
    public static Optional<Alert> of(GroupResult result, Set<String> held) {
        if (!result.set().isTrusted()) {
            return Optional.empty();
        }
        if (result.verdict().isAbove()) {
            return Optional.of(draft(result, AlertKind.MEDIAN_ABOVE_DRL, above(result)));
        }
        if (result.verdict() == GroupVerdict.BELOW_TARGET) {
            return Optional.of(draft(result, AlertKind.MEDIAN_FAR_BELOW, below(result)));
        }
        if (result.verdict() == GroupVerdict.ABOVE_NOT_SIGNIFICANT
                && held.contains(key(result, AlertKind.MEDIAN_ABOVE_DRL))) {
            return Optional.of(draft(result, AlertKind.MEDIAN_ABOVE_DRL, stillAbove(result)));
        }
        boolean isStillBelow = result.verdict() == GroupVerdict.WITHIN
                && result.value()
                        .filter(value -> value.compareTo(result.target()) < 0)
                        .isPresent();
        return isStillBelow && held.contains(key(result, AlertKind.MEDIAN_FAR_BELOW))
                ? Optional.of(draft(result, AlertKind.MEDIAN_FAR_BELOW, stillBelow(result)))
                : Optional.empty();
    }

    private static String key(GroupResult result, AlertKind kind) {
        DrlSet.Row row = result.row();
        return PREFIX
                + String.join(
                        "/",
                        kind.label(),
                        result.set().id(),
                        row.category(),
                        row.population(),
                        row.quantity().name(),
                        row.scope().name(),
                        result.deviceKey().text());
    }

    private static Alert draft(GroupResult result, AlertKind kind, AlertWords words) {
        DrlSet.Row row = result.row();
        return new Alert(
                kind,
                key(result, kind),
                Optional.of(row.category()),
                new Alert.Figures(
                        Optional.of(row.quantity()),
                        result.value().map(value -> rounded(result, value)),
                        Optional.of(row.value()),
                        result.ratio(),
                        Optional.of(result.set().id())),
                Set.of(),
                words,
                result.ratio()
                        .map(ratio -> Alert.severity(ratio, result.verdict() == GroupVerdict.CONSISTENTLY_ABOVE))
                        .orElseGet(() -> Alert.severity(result.verdict() == GroupVerdict.CONSISTENTLY_ABOVE)));
    }

    /** The number of the alert, for lists; with the digits that tell it from the level. */
    private static BigDecimal rounded(GroupResult result, BigDecimal value) {
        return new BigDecimal(result.quantity().digits(value, result.row().value()));
    }

    private static AlertWords above(GroupResult result) {
        String unit = " " + result.quantity().unit();
        String consistently = result.verdict() == GroupVerdict.CONSISTENTLY_ABOVE
                ? " " + earlier(result) + " above too, with the whole interval of its own ("
                        + name(result.set().method().statistic()) + " " + result.previous().map(digits(result)).orElse("?") + unit
                        + "): the level is consistently exceeded, which asks for a review without undue delay (Directive 2013/59/Euratom, Art. 56(2) and 58(f))."
                : " Review the protocol and look whether the next group is above too.";
        return sentence(result)
                .then(", above the DRL of " + level(result) + " with the whole interval of this group." + consistently
                        + end(result));
    }

    private static String earlier(GroupResult result) {
        return result.earlier().filter(GroupResult.Earlier::isHalf).isPresent()
                ? "The older half of this group is"
                : "The group of exams before it was";
    }

    private static AlertWords stillAbove(GroupResult result) {
        return sentence(result)
                .then(", still above the DRL of " + level(result)
                        + ", though no longer with the whole interval. The alert stays until the group is within the level."
                        + end(result));
    }

    private static AlertWords stillBelow(GroupResult result) {
        return sentence(result)
                .then(", still far below the DRL of " + level(result)
                        + ", though no longer with the whole interval. The alert stays until the group is no longer far below."
                        + end(result));
    }

    private static AlertWords below(GroupResult result) {
        String target = result.row().target().isPresent()
                ? "the target that the source publishes (" + result.quantity().text(result.target()) + ")"
                : result.quantity().text(result.target())
                        + ", the part of the level that this site has chosen (drl.farBelowFraction; no published value)";
        return sentence(result)
                .then(", far below the DRL of " + level(result) + ": the whole interval of this group is below " + target
                        + ". Check that image quality is sufficient, and that these exams are what their category says."
                        + end(result));
    }

    private static AlertWords sentence(GroupResult result) {
        return AlertWords.of(result.row().category() + ", " + result.row().population() + ", on ")
                .scanner(result.deviceKey().label())
                .then(": the " + name(result.set().method().statistic()) + " "
                        + result.quantity().label() + " of " + result.n() + " exams ("
                        + result.firstDay().map(Object::toString).orElse("?") + " to "
                        + result.lastDay().map(Object::toString).orElse("?") + ") is "
                        + result.value().map(digits(result)).orElse("?") + " "
                        + result.quantity().unit() + " (95 % interval " + result.low().map(digits(result)).orElse("?") + " to "
                        + result.high().map(digits(result)).orElse("?") + ") on the " + result.row().phantomCm() + " cm phantom");
    }

    private static String end(GroupResult result) {
        return source(result) + " " + Alert.NOT_A_LIMIT;
    }

    private static String name(DrlSet.Statistic statistic) {
        return statistic.name().toLowerCase(Locale.ROOT);
    }

    private static String source(GroupResult result) {
        DrlSet set = result.set();
        boolean countsLocalizers = result.quantity() == Quantity.DLP
                && set.countsLocalizers()
                && result.row().scope() == DrlSet.Scope.EXAM;
        return " Localizer and timing events are " + (countsLocalizers ? "counted" : "left out") + ". Rule: the "
                + name(set.method().statistic()) + " of the exams with its interval, beside the level. Set " + set.id()
                + " (" + set.source() + ", " + set.edition() + ")."
                + result.reservation().map(text -> " Note: " + text + ".").orElse("")
                + result.pooledText().map(text -> " Pooled: " + text + ".").orElse("")
                + (result.leftOut().isEmpty() ? "" : " Exams left out: " + String.join(", ", result.leftOut()) + ".")
                + " If the true median equals the level, the chance of such a report is at most 5 %, however often the group is checked.";
    }

    private static String level(GroupResult result) {
        return result.quantity().text(result.row().value());
    }

    /** Prints a value with the digits that distinguish it from the level. */
    private static Function<BigDecimal, String> digits(GroupResult result) {
        return value -> result.quantity().digits(value, result.row().value());
    }
}
