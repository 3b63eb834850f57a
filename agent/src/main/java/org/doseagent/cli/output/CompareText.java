package org.doseagent.cli.output;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.review.LevelComparison;
import org.doseagent.trend.DoseSteps;

/** Groups beside their levels, for a terminal of 100 columns: a heading for each category, population and set, a line for each scanner. */
public final class CompareText {

    private static final int SCANNER_WIDTH = 19;

    private CompareText() {}

    /** Prints the groups; {@code steps} are the changes of the dose within their days. */
    public static void print(List<GroupResult> results, List<LevelComparison.CategoryStep> steps, PrintWriter out) {
        Map<String, List<GroupResult>> groups = new LinkedHashMap<>();
        results.forEach(result -> groups.computeIfAbsent(heading(result), absent -> new ArrayList<>())
                .add(result));
        groups.keySet().stream().sorted().forEach(heading -> {
            List<GroupResult> own = groups.getOrDefault(heading, List.of());
            out.println(heading);
            notes(own, steps).forEach(note -> out.println("  note: " + note));
            out.println(line(
                    "SCANNER",
                    "QUANTITY",
                    "N",
                    own.get(0).set().method().statistic() == DrlSet.Statistic.MEAN ? "MEAN" : "MEDIAN",
                    "95 %",
                    "DRL",
                    "RATIO",
                    "VERDICT"));
            own.forEach(result -> out.println(line(result)));
            out.println();
        });
    }

    private static String heading(GroupResult result) {
        DrlSet set = result.set();
        return result.row().category() + ", " + result.row().population() + ", "
                + result.row().phantomCm() + " cm phantom: " + set.id()
                + (set.isTrusted() ? "" : set.isOfRepository() ? " (repository)" : set.isLocal() ? " (typical values)" : " (unverified)");
    }

    /** Returns the changes of the dose that a group of adults contains: of its category, scanner and phantom. */
    public static List<DoseSteps.DoseStep> steps(GroupResult result, List<LevelComparison.CategoryStep> steps) {
        return steps.stream()
                .filter(each -> result.row().isForAge(PatientFacts.ADULT_DAYS)
                        && each.category().equals(result.row().category()))
                .map(LevelComparison.CategoryStep::found)
                .filter(found -> found.deviceKey().equals(result.deviceKey())
                        && found.phantomCm() == result.row().phantomCm())
                .toList();
    }

    /** Returns a change of the dose in words. */
    public static String step(DoseSteps.DoseStep found) {
        return String.format(
                Locale.ROOT,
                "the DLP %s by %d %% about %s on %s: exams before and after are not of one level",
                found.step().isRise() ? "rose" : "fell",
                Math.abs(Math.round((found.step().ratio() - 1) * 100)),
                found.step().since(),
                scanner(found.deviceKey()));
    }

    private static Set<String> notes(List<GroupResult> results, List<LevelComparison.CategoryStep> steps) {
        Set<String> notes = new TreeSet<>();
        for (GroupResult result : results) {
            result.reservations().forEach(reservation -> notes.add(reservation.text(result.set(), result.row())));
            if (!result.leftOut().isEmpty()) {
                notes.add("left out, on " + scanner(result.deviceKey()) + ": " + String.join(", ", result.leftOut()));
            }
            result.pooledText().ifPresent(text -> notes.add("pooled, " + scanner(result.deviceKey()) + ": " + text));
            steps(result, steps).forEach(found -> notes.add(step(found)));
        }
        return notes;
    }

    private static String line(GroupResult result) {
        return line(
                scanner(result.deviceKey()),
                quantity(result.row()),
                "" + result.n(),
                digits(result, GroupResult::value),
                result.low().isEmpty()
                        ? "-"
                        : digits(result, GroupResult::low) + ".." + digits(result, GroupResult::high),
                result.quantity().digits(result.row().value()),
                result.ratio().map(CompareText::ratio).orElse("-"),
                result.verdict().label());
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "  %-19s %-9s %5s %8s %16s %7s %5s  %s", cells)
                .stripTrailing();
    }

    private static String ratio(BigDecimal ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String digits(GroupResult result, Function<GroupResult, Optional<BigDecimal>> value) {
        return value.apply(result)
                .map(number -> result.quantity().fixed(number, result.row().value()))
                .orElse("-");
    }

    private static String quantity(DrlSet.Row row) {
        if (row.quantity() == Quantity.CTDIVOL) {
            return "CTDIvol";
        }
        return row.scope() == DrlSet.Scope.EXAM ? "DLP" : row.scope() == DrlSet.Scope.PHASE ? "DLP/phase" : "DLP/acq.";
    }

    /** The serial number is first, because it distinguishes two scanners of one model. As many words of the model as fit follow. */
    public static String scanner(DeviceKey device) {
        String label = (device.serialNumber() + " " + device.model())
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        if (label.isEmpty()) {
            return "unknown scanner";
        }
        String shown = "";
        for (String word : label.split(" +", -1)) {
            String longer = (shown + " " + word).strip();
            if (longer.length() > SCANNER_WIDTH) {
                break;
            }
            shown = longer;
        }
        // Serial numbers differ at their end.
        String first = label.split(" +", -1)[0];
        return shown.isEmpty() ? first.substring(first.length() - SCANNER_WIDTH) : shown;
    }
}
