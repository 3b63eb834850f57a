package org.doseagent.drl;

import java.math.BigDecimal;
import java.util.Optional;
import org.doseagent.dose.AlertDraft;
import org.doseagent.dose.AlertKind;
import org.doseagent.dose.Device;
import org.doseagent.dose.Quantity;

/** Which alerts the comparison of a group opens, and in what words. */
public final class GroupAlerts {

    /** The keys of all alerts of groups begin so. */
    public static final String PREFIX = "group/";

    private GroupAlerts() {}

    /** Returns the alert of a result; empty when it asks for none, or its set is not trusted. */
    public static Optional<AlertDraft> of(GroupResult result) {
        if (!result.set().isTrusted()) {
            return Optional.empty();
        }
        if (result.verdict().isAbove()) {
            return Optional.of(draft(result, AlertKind.MEDIAN_ABOVE_DRL, above(result)));
        }
        return result.verdict() == GroupVerdict.BELOW_TARGET
                ? Optional.of(draft(result, AlertKind.MEDIAN_FAR_BELOW, below(result)))
                : Optional.empty();
    }

    private static AlertDraft draft(GroupResult result, AlertKind kind, String text) {
        DrlSet.Row row = result.row();
        return new AlertDraft(
                kind,
                PREFIX
                        + String.join(
                                "/",
                                kind.label(),
                                result.set().id(),
                                row.category(),
                                row.population(),
                                row.quantity().name(),
                                row.scope().name(),
                                result.deviceKey()),
                Optional.of(row.category()),
                Optional.of(row.quantity()),
                result.value(),
                Optional.of(row.value()),
                result.ratio(),
                Optional.of(result.set().id()),
                text);
    }

    private static String above(GroupResult result) {
        String consistently = result.verdict() == GroupVerdict.CONSISTENTLY_ABOVE
                ? " The group of exams before it was above too (" + plain(result.previous()) + unit(result)
                        + "): the level is consistently exceeded, which asks for a review without undue delay (Directive 2013/59/Euratom, Art. 56(2) and 58(f))."
                : " Review the protocol and look whether the next group is above too.";
        return sentence(result) + ", above the DRL of " + result.row().value().toPlainString() + unit(result)
                + " with its whole interval." + consistently + source(result)
                + " A DRL is a level for groups of patients, not a limit for one of them.";
    }

    private static String below(GroupResult result) {
        return sentence(result) + ", far below the DRL of "
                + result.row().value().toPlainString() + unit(result)
                + " with its whole interval. Check that image quality is sufficient, and that these exams are what their category says."
                + source(result);
    }

    private static String sentence(GroupResult result) {
        return result.row().category() + ", " + result.row().population() + ", on " + Device.labelOf(result.deviceKey())
                + ": the " + result.set().method().statistic().name().toLowerCase(java.util.Locale.ROOT) + " "
                + (result.quantity() == Quantity.DLP ? "DLP" : "CTDIvol") + " of " + result.n() + " exams ("
                + result.firstDay().map(Object::toString).orElse("?") + " to "
                + result.lastDay().map(Object::toString).orElse("?") + ") is " + plain(result.value()) + unit(result)
                + " (95 % interval " + plain(result.low()) + " to " + plain(result.high()) + ") on the "
                + result.row().phantomCm() + " cm phantom";
    }

    private static String source(GroupResult result) {
        DrlSet set = result.set();
        return " Set " + set.id() + " (" + set.source() + ", " + set.edition() + ")."
                + result.reservation().map(text -> " Note: " + text + ".").orElse("")
                + (result.weightUnknown() > 0
                        ? " " + result.weightUnknown() + " exams of unknown weight were left out."
                        : "");
    }

    private static String unit(GroupResult result) {
        return result.quantity() == Quantity.DLP ? " mGy·cm" : " mGy";
    }

    private static String plain(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse("?");
    }
}
