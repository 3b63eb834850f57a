package org.doseagent.cli.alerts;

import static org.doseagent.cli.output.Shown.shown;

import java.io.PrintWriter;
import java.util.List;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.Table;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.store.alerts.AlertCase;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertOverview;

/** Alerts for people: one line for each exam and cause, and one for each scanner and category or kind of bad data. */
final class AlertText {

    /** Lines of hints and of data; the rest is counted. */
    private static final int MAX_GROUPS = 20;

    private static final Rows<AlertCase> CASES = columns().build();

    private static final Rows<AlertCase> CASES_OF_EVERY_STATUS = columns()
            .field("status", each -> each.lead().status().label(), shown("STATUS"))
            .build();

    private static Rows.Builder<AlertCase> columns() {
        return Rows.<AlertCase>describe()
                .field("id", each -> each.lead().id(), shown("ID"))
                .field("severity", each -> each.severity().label(), shown("SEVERITY"))
                .field("kind", each -> each.lead().kind().label(), shown("KIND"))
                .field("accessionNumber", each -> each.lead().subject().accessionNumber(), shown("ACCESSION"))
                .field("category", each -> each.lead().alert().category(), shown("CATEGORY"))
                .field("dlp", each -> figures(each, Quantity.DLP), shown("DLP").right())
                .field(
                        "ctdiVol",
                        each -> figures(each, Quantity.CTDIVOL),
                        shown("CTDIVOL").right());
    }

    private AlertText() {}

    /** Prints the cases that need a look one by one, at most {@code limit}, and a line for each group of the others. */
    static void print(AlertOverview overview, int limit, Listing list) {
        cases(overview.single(), limit, list);
        groups("Single exams above a level, by scanner and category", true, overview.hints(), list.out());
        groups("Data quality, by scanner and problem", false, overview.data(), list.out());
    }

    /** Prints one line for each case, at most {@code limit}. */
    static void cases(List<AlertCase> cases, int limit, Listing list) {
        boolean isOfOneStatus =
                cases.stream().map(each -> each.lead().status()).distinct().count() <= 1;
        list.print(isOfOneStatus ? CASES : CASES_OF_EVERY_STATUS, cases.stream().limit(limit)::forEach);
        if (cases.size() > limit) {
            list.out().println((cases.size() - limit) + " more; --limit N lists more of them");
        }
    }

    private static void groups(String heading, boolean hasRatio, List<AlertOverview.Group> groups, PrintWriter out) {
        if (groups.isEmpty()) {
            return;
        }
        out.println();
        out.println(heading + ":");
        Table table = new Table("EXAMS", "SCANNER", hasRatio ? "CATEGORY" : "PROBLEM", "LARGEST RATIO", "NEWEST ALERT")
                .with(Table.Kind.NUMBER, "EXAMS", "LARGEST RATIO", "NEWEST ALERT")
                .with(Table.Kind.FREE_TEXT, "SCANNER");
        if (!hasRatio) {
            table.with(Table.Kind.FREE_TEXT, "PROBLEM");
        }
        groups.stream()
                .limit(MAX_GROUPS)
                .forEach(group -> table.add(
                        "" + group.exams(),
                        group.device().orElse("-"),
                        group.about(),
                        hasRatio ? Alert.Figures.rounded(group.largest()).toPlainString() : "-",
                        "" + newest(group).id()));
        table.print(out);
        if (groups.size() > MAX_GROUPS) {
            out.println((groups.size() - MAX_GROUPS) + " more; --each lists every alert");
        }
    }

    private static AlertEntry newest(AlertOverview.Group group) {
        return group.cases().stream()
                .flatMap(each -> each.alerts().stream())
                .reduce((one, other) -> one.id() >= other.id() ? one : other)
                .orElseThrow();
    }

    /** Returns value and ratio of a quantity, such as "724.5 (1.11)"; empty where the case is about another quantity. */
    private static String figures(AlertCase each, Quantity quantity) {
        return each.of(quantity)
                .map(alert -> alert.alert().figures().shortText())
                .orElse("-");
    }
}
