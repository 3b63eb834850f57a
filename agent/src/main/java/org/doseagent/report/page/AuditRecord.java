package org.doseagent.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupVerdict;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.store.exams.ReportRows.AlertGroup;

/**
 * The record of a clinical audit of doses: one row for each category, population and scanner with enough exams and a trusted set. Known
 * values are filled in; the rest is left for a person to complete (Esperanto, the ESR guide to clinical audit).
 */
final class AuditRecord {

    private static final Set<AlertKind> OF_ONE_EXAM =
            EnumSet.of(AlertKind.EXAM_ABOVE_DRL, AlertKind.EXAM_FAR_ABOVE_DRL);

    private static final List<String> COLUMNS = List.of(
            "procedure",
            "n",
            "medianIqr",
            "drlSet",
            "ratioVerdict",
            "singles",
            "justified",
            "reasonAction",
            "owner",
            "reaudit");

    /** The subject of a row. */
    private record Subject(String category, String population, DeviceKey scanner) implements Comparable<Subject> {
        private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::category)
                .thenComparing(Subject::population)
                .thenComparing(Subject::scanner, DeviceKey.BY_LABEL);

        @Override
        public int compareTo(Subject other) {
            return ORDER.compare(this, other);
        }
    }

    private final ReportInput input;
    private final Words words;
    private final Html out = new Html();

    AuditRecord(ReportInput input, Words words) {
        this.input = input;
        this.words = words;
    }

    String html() {
        out.element("h2 id=\"audit\"", words.of("audit")).element("p", words.of("auditText"));
        head();
        Map<Subject, List<ReportInput.Group>> records = new TreeMap<>();
        for (ReportInput.Group group : input.groups()) {
            GroupResult result = group.result();
            if (result.set().isTrusted() && result.verdict() != GroupVerdict.INSUFFICIENT) {
                records.computeIfAbsent(
                                new Subject(
                                        result.row().category(),
                                        Comparison.population(result.row(), words),
                                        result.deviceKey()),
                                absent -> new ArrayList<>())
                        .add(group);
            }
        }
        if (records.isEmpty()) {
            out.element("p", words.of("noGroup"));
        } else {
            table(words.of("auditRows"), COLUMNS);
            records.forEach(this::record);
            Tables.close(out);
        }
        standards(records);
        return out.toString();
    }

    private void head() {
        ReportInput.Header header = input.header();
        out.raw("<dl class=\"audit\">");
        entry("auditor", blank(words.of("auditor")));
        entry("facility", Html.escape(header.site()));
        entry("period", Html.escape(header.from() + " – " + header.to()));
        entry("inclusion", Html.escape(words.of("inclusionText", words.count(input.exams()), header.mappingVersion())));
        entry(
                "exclusion",
                Html.escape(words.of("exclusionText", words.count(input.doses().ageUnknown()))));
        entry("software", Html.escape("dose-agent " + header.version()));
        entry("hash", "<code>" + Html.escape(header.dataSha256()) + "</code>");
        entry("signature", blank(words.of("signature")));
        out.raw("</dl>\n");
    }

    private void entry(String key, String html) {
        out.raw("<div>").element("dt", words.of(key)).raw("<dd>" + html + "</dd></div>");
    }

    private static String blank(String label) {
        return "<div class=\"write\" contenteditable=\"true\" role=\"textbox\" aria-multiline=\"true\" aria-label=\""
                + Html.escape(label) + "\"></div>";
    }

    private void table(String caption, List<String> columns) {
        Tables.open(out, caption, columns.stream().map(words::of).toList(), columns.size());
    }

    private void record(Subject subject, List<ReportInput.Group> groups) {
        String scanner = subject.scanner().label();
        Optional<ReportInput.Scanner> known = input.scanners().stream()
                .filter(each -> each.key().equals(subject.scanner()))
                .findFirst();
        out.raw("<tr class=\"record\"><th scope=\"row\" rowspan=\"" + groups.size() + "\">")
                .text(subject.category() + ", " + subject.population())
                .raw("<br><span class=\"soft\">")
                .text(scanner
                        + known.map(each -> ", " + String.join(", ", each.softwareVersions()))
                                .orElse("") + ", "
                        + words.of(
                                "installedIn",
                                known.flatMap(ReportInput.Scanner::installed)
                                        .map(Object::toString)
                                        .orElse("?")))
                .raw("</span></th>");
        quantity(groups.get(0));
        rest(groups.size(), subject);
        for (ReportInput.Group group : groups.subList(1, groups.size())) {
            out.raw("<tr>");
            quantity(group);
            out.raw("</tr>\n");
        }
    }

    private void quantity(ReportInput.Group group) {
        out.element("td class=\"number\"", words.count(group.result().n()))
                .element("td", median(group))
                .element("td", level(group))
                .raw("<td>")
                .text(group.result().ratio().map(words::ratio).orElse(Words.NONE) + " ")
                .raw(Comparison.verdict(group.result().verdict(), words) + "</td>")
                .element(
                        "td",
                        words.count(group.spread().above()) + " / "
                                + words.count(group.spread().aboveTwice()) + " / "
                                + words.count(group.spread().aboveThrice()));
    }

    /** Adds the cells that are shared by all quantities of a record. */
    private void rest(int rows, Subject subject) {
        String name = subject.category() + ", " + subject.scanner().label();
        out.element("td rowspan=\"" + rows + "\"", justified(subject));
        for (String column : List.of("reasonAction", "owner", "reaudit")) {
            out.raw("<td rowspan=\"" + rows + "\">" + blank(words.of(column) + ": " + name) + "</td>");
        }
        out.raw("</tr>\n");
    }

    private String median(ReportInput.Group group) {
        GroupResult result = group.result();
        return words.name(result.quantity()) + " "
                + result.value()
                        .map(value -> words.dose(result.quantity(), value))
                        .orElse(Words.NONE) + " ("
                + group.spread()
                        .p25()
                        .map(value -> words.dose(result.quantity(), value))
                        .orElse(Words.NONE) + " – "
                + group.spread()
                        .p75()
                        .map(value -> words.dose(result.quantity(), value))
                        .orElse(Words.NONE) + ") " + Words.unit(result.quantity());
    }

    private String level(ReportInput.Group group) {
        DrlSet set = group.result().set();
        return words.published(group.result().row().value()) + " · " + set.id();
    }

    /** A kind that this program does not know counts as no alert about a single exam. */
    private static boolean isOfOneExam(AlertGroup group) {
        return AlertKind.of(group.kind()).filter(OF_ONE_EXAM::contains).isPresent();
    }

    /** Returns how many alerts about single exams have a reason. */
    private String justified(Subject subject) {
        List<AlertGroup> alerts = input.alerts().stream()
                .filter(group -> isOfOneExam(group)
                        && group.category().equals(Optional.of(subject.category()))
                        && group.scanner().equals(subject.scanner().label()))
                .toList();
        return words.of(
                "ofAlerts",
                words.count(alerts.stream().mapToLong(AlertGroup::justified).sum()),
                words.count(alerts.stream().mapToLong(AlertGroup::all).sum()));
    }

    /** Adds the standards of the whole audit, each with its target and the measured value. */
    private void standards(Map<Subject, List<ReportInput.Group>> records) {
        List<ReportInput.Group> compared =
                records.values().stream().flatMap(List::stream).toList();
        long within = compared.stream()
                .filter(group -> List.of(GroupVerdict.WITHIN, GroupVerdict.BELOW_TARGET)
                        .contains(group.result().verdict()))
                .count();
        long alerts = input.alerts().stream().mapToLong(AlertGroup::all).sum();
        long open = input.alerts().stream().mapToLong(AlertGroup::open).sum();
        table(
                words.of("standards"),
                List.of("standard", "goal", "sample", "measured", "reason", "action", "owner", "reaudit"));
        standard(
                "standardLevels",
                "100",
                words.of("groups", words.count(compared.size())),
                words.share(within, compared.size()));
        standard(
                "standardComplete",
                "100",
                words.of("examsOf", words.count(input.exams())),
                input.completeness().percent().map(words::percent).orElse(Words.NONE));
        standard(
                "standardMapped",
                "95",
                words.of("examsOf", words.count(input.exams())),
                words.share(input.mapped(), input.exams()));
        standard(
                "standardAlerts", "100", words.of("alertsOf", words.count(alerts)), words.share(alerts - open, alerts));
        Tables.close(out);
    }

    private void standard(String key, String target, String sample, String measured) {
        out.raw("<tr>").element("th scope=\"row\"", words.of(key));
        for (String cell : List.of(words.of("percent", target), sample, measured)) {
            out.element("td", cell);
        }
        for (String column : List.of("reason", "action", "owner", "reaudit")) {
            out.raw("<td>" + blank(words.of(column) + ": " + words.of(key)) + "</td>");
        }
        out.raw("</tr>\n");
    }
}
