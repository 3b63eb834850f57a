package org.doseagent.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.Severity;
import org.doseagent.notify.Digest.Group;
import org.doseagent.notify.Digest.Top;

/** The digest of a day as lines for one screen: how many, the most severe, the frequent ones by scanner, what to do. */
final class DigestText {

    private DigestText() {}

    /** Returns at most 40 lines. */
    static List<String> lines(Message message, Digest digest) {
        List<String> lines = new ArrayList<>();
        lines.add(count(message.size(), "alert") + " of " + message.site() + " since the last digest: "
                + bySeverity(digest.bySeverity()) + ".");
        lines.add(digest.opened() + " new, " + (message.size() - digest.opened())
                + " opened again because they became worse or came back.");
        if (!digest.top().isEmpty()) {
            lines.add("");
            lines.add("Most severe:");
            digest.top().forEach(top -> lines.add(top(top)));
        }
        groups(lines, "Single exams above a level, by scanner and category:", digest.hints());
        groups(lines, "Data quality, by scanner and problem:", digest.data());
        lines.add("");
        if (message.overflow() > 0) {
            lines.add(
                    message.overflow()
                            + " of these alerts are in the digest because notify.maxPerHour messages had been sent within an hour.");
        }
        lines.add("One alert: dose-agent alerts show NUMBER. All: dose-agent alerts list --sort severity");
        lines.add(Alert.NOT_A_LIMIT);
        return lines;
    }

    private static String bySeverity(Map<Severity, Integer> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().label())
                        .collect(Collectors.joining(", "));
    }

    private static String top(Top top) {
        return String.format(
                        Locale.ROOT,
                        "  %-6s %-18s %-18s %s",
                        top.severity().label(),
                        top.lead().kind().label(),
                        top.lead().alert().category().orElse("-"),
                        String.join(", ", figures(top), names(top)))
                .replaceAll("( ,)+ ", " ")
                .stripTrailing();
    }

    private static String figures(Top top) {
        return List.of(Quantity.DLP, Quantity.CTDIVOL).stream()
                .flatMap(quantity -> top.of(quantity).stream())
                .map(alert -> alert.quantity().orElseThrow().label() + " "
                        + alert.figures().shortText())
                .collect(Collectors.joining(", "));
    }

    private static String names(Top top) {
        List<String> names = new ArrayList<>();
        top.lead().scanner().ifPresent(names::add);
        top.lead().accessionNumber().ifPresent(number -> names.add("accession " + number));
        names.add("alert " + top.lead().alertId());
        return String.join(", ", names);
    }

    private static void groups(List<String> lines, String heading, Digest.Groups groups) {
        if (groups.listed().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(heading);
        groups.listed().forEach(group -> lines.add(group(group)));
        if (groups.more() > 0) {
            lines.add("  and " + count(groups.exams(), "exam") + " in " + count(groups.more(), "more group"));
        }
    }

    private static String group(Group group) {
        Optional<String> largest = group.largest().signum() > 0
                ? Optional.of(", largest ratio " + group.largest().toPlainString())
                : Optional.empty();
        return "  " + String.format(Locale.ROOT, "%4d", group.exams()) + "  "
                + group.scanner().map(name -> name + ", ").orElse("") + group.about() + largest.orElse("")
                + " (see alert " + group.firstAlert() + ")";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
