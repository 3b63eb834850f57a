package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Main;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.ExamArrival;
import org.doseagent.trend.UnreadableReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "completeness",
        description = {
            "Estimates which exams of a period are missing.",
            "Missing are exams known only from an unreadable report, and exams expected from the rhythm of a scanner in the weeks before while"
                    + " this scanner alone is silent. If the site declares that only CT uses its accession numbers, each skipped number is missing"
                    + " too.",
            "In part are exams whose reports announce more events than they contain.",
            "Possibly missing, and not counted, are single quiet days, public holidays, and numbers skipped between two exams of the same"
                    + " scanner and day.",
            "The first day of the period is mandatory; the last day defaults to today. --csv prints one line for each scanner and day, and one"
                    + " for each finding.",
            "With --against, the PACS is asked instead: each study with CT images and no exam is listed, and whether the PACS has a dose report of"
                    + " it. Exit code 1 if the PACS did not list every study."
        },
        footer = {"", "Example: dose-agent completeness --from 2026-10-01 --to 2026-10-31"})
public final class CompletenessCommand extends Listing implements Callable<Integer> {

    private static final int SHOWN = 20;

    private static final Rows<Completeness.Row> SCANNERS = Rows.<Completeness.Row>describe()
            .field("device", row -> row.scanner().label(), shown("SCANNER"))
            .field("exams", Completeness.Row::exams, shown("EXAMS").right())
            .field("days", row -> row.byDay().size(), shown("DAYS").right())
            .field("inPart", row -> row.truncated().size(), shown("IN PART").right())
            .field("missing", Completeness.Row::missing, shown("SILENT, ABOUT").right())
            .field("possible", Completeness.Row::possible, shown("POSSIBLE").right())
            .field(
                    "daysNotJudged",
                    Completeness.Row::unjudgedDays,
                    shown("DAYS NOT JUDGED").right())
            .build();

    private static final Rows<Line> LINES = Rows.<Line>describe()
            .field("device", Line::scanner)
            .field("from", Line::from)
            .field("to", Line::to)
            .field("kind", Line::kind)
            .field("exams", Line::exams)
            .field("counted", Line::counted)
            .field("detail", Line::detail)
            .build();

    /** The exams of a scanner and day, or one finding. */
    private record Line(
            String scanner, LocalDate from, LocalDate to, String kind, long exams, String counted, String detail) {}

    @Override
    protected Rows<Line> rows() {
        return LINES;
    }

    @Mixin
    Period period = new Period();

    @Option(
            names = "--against",
            paramLabel = "AET",
            description = "Asks this PACS, and lists the studies with CT images of which the agent has no exam.")
    @Nullable
    String against;

    @Override
    public Integer call() throws Exception {
        LocalDate first = period.first();
        if (first == null) {
            throw new IllegalArgumentException("name the first day of the period, such as --since 2026-10");
        }
        try (Agent agent = agentOfStore()) {
            LocalDate last = period.lastOr(agent.today());
            if (against != null) {
                return compare(MissingAgainstPacs.ask(agent, against, first, last));
            }
            Completeness completeness = agent.reviews().completeness().of(first, last);
            if (isForPeople()) {
                print(SCANNERS, completeness.rows()::forEach);
                explain(completeness);
            } else {
                printWithin(
                        json(completeness),
                        "lines",
                        rows(),
                        everything(completeness).stream().limit(limit()).toList());
            }
        }
        return 0;
    }

    private int compare(MissingAgainstPacs missing) {
        printWithin(
                missing.json(),
                "studies",
                MissingAgainstPacs.ROWS,
                missing.studies().stream().limit(limit()).toList());
        if (isForPeople()) {
            err().println(missing.sentence());
        }
        missing.incompleteDays()
                .forEach(day -> err().println("incomplete: " + missing.pacs() + " did not list every study of " + day));
        return missing.incompleteDays().isEmpty() ? 0 : Main.BAD_NEWS;
    }

    private void explain(Completeness completeness) {
        for (Completeness.Row row : completeness.rows()) {
            row.truncated()
                    .forEach(exam -> err().println("in part: " + row.scanner().label() + ": " + exam.accessionOrStudy()
                            + " lacks " + exam.missingEvents() + " events"));
            row.silences().stream()
                    .filter(silence -> silence.missing() > 0)
                    .forEach(silence -> err().println(
                                    "missing: " + row.scanner().label() + ": no exam from " + silence.from() + " to "
                                            + silence.to() + ", about " + silence.missing() + " expected"));
            row.silences().stream()
                    .filter(silence -> silence.missing() == 0)
                    .forEach(silence -> err().println(
                                    "possible: " + row.scanner().label() + ": quiet from " + silence.from() + " to "
                                            + silence.to() + ", about " + silence.possible() + " expected"));
        }
        completeness
                .unreadable()
                .forEach(report -> err().println("missing: the report of " + report.accessionOrStudy() + " ("
                        + report.day() + ") cannot be read: inbox show " + report.inboxId()));
        numbers("missing", completeness, true);
        numbers("possible", completeness, false);
        err().println(sentence(completeness));
    }

    private void numbers(String word, Completeness completeness, boolean isMissing) {
        List<String> numbers = completeness.gaps().stream()
                .filter(gap -> gap.isMissing() == isMissing)
                .flatMap(gap -> gap.numbers().stream())
                .toList();
        if (!numbers.isEmpty()) {
            err().println(word + ": accession numbers skipped: "
                    + String.join(", ", numbers.subList(0, Math.min(SHOWN, numbers.size())))
                    + (numbers.size() > SHOWN ? " and " + (numbers.size() - SHOWN) + " more, see --csv" : ""));
        }
    }

    /** Returns the percentage of complete exams, with the numbers behind it. */
    private static String sentence(Completeness completeness) {
        if (completeness.percent().isEmpty()) {
            return "complete: no exam is known from " + completeness.from() + " to " + completeness.to();
        }
        return "complete: "
                + completeness.percent().map(CompletenessCommand::percent).orElse("-") + " of "
                + (completeness.exams() + completeness.missing()) + " exams from " + completeness.from() + " to "
                + completeness.to() + ": " + completeness.exams() + " arrived, " + completeness.truncated()
                + " of them in part; " + completeness.missing() + " are missing. "
                + (completeness.possible() == 0
                        ? "There is no sign of further missing exams."
                        : completeness.possible() + " more may be missing; with them it would be "
                                + completeness
                                        .percentAtLeast()
                                        .map(CompletenessCommand::percent)
                                        .orElse("-") + ".")
                + " A single lost exam "
                + (completeness.settings().isCtOnlySequence()
                        ? "leaves a gap in the accession numbers, which, according to the configuration, only CT uses."
                        : "leaves no certain trace.");
    }

    private static String percent(BigDecimal share) {
        return share.toPlainString() + " %";
    }

    private static List<Line> everything(Completeness completeness) {
        List<Line> lines = new ArrayList<>();
        for (Completeness.Row row : completeness.rows()) {
            row.byDay()
                    .forEach((day, exams) ->
                            lines.add(new Line(row.scanner().label(), day, day, "arrived", exams, "arrived", "")));
            row.truncated()
                    .forEach(exam -> lines.add(new Line(
                            row.scanner().label(),
                            exam.studyDateTime().toLocalDate(),
                            exam.studyDateTime().toLocalDate(),
                            "in-part",
                            1,
                            "in part",
                            exam.accessionOrStudy() + " lacks " + exam.missingEvents() + " events")));
            row.silences()
                    .forEach(silence -> lines.add(new Line(
                            row.scanner().label(),
                            silence.from(),
                            silence.to(),
                            "silence",
                            silence.missing() + silence.possible(),
                            silence.missing() > 0 ? "missing" : "possible",
                            silence.missing() + " missing, " + silence.possible() + " possible, by its rhythm")));
        }
        completeness
                .unreadable()
                .forEach(report -> lines.add(new Line(
                        report.scanner().orElse(""),
                        report.day(),
                        report.day(),
                        "unreadable",
                        1,
                        "missing",
                        report.accessionOrStudy())));
        for (Completeness.Gap gap : completeness.gaps()) {
            gap.numbers()
                    .forEach(number -> lines.add(new Line(
                            gap.scanner(),
                            gap.from(),
                            gap.to(),
                            "accession-number",
                            1,
                            gap.isMissing() ? "missing" : "possible",
                            number)));
        }
        return lines;
    }

    private static String day(ExamArrival exam) {
        return exam.studyDateTime().toLocalDate().toString();
    }

    private static ObjectNode json(Completeness completeness) {
        ObjectNode node = Json.object()
                .put("from", completeness.from().toString())
                .put("to", completeness.to().toString());
        Json.put(node, "percent", completeness.percent());
        Json.put(node, "percentAtLeast", completeness.percentAtLeast());
        node.put("exams", completeness.exams())
                .put("inPart", completeness.truncated())
                .put("missing", completeness.missing())
                .put("possible", completeness.possible())
                .put("accessionNumbersAreCtOnly", completeness.settings().isCtOnlySequence())
                .put("sentence", sentence(completeness));
        node.set("scanners", Json.array(completeness.rows(), CompletenessCommand::json));
        node.set("unreadable", Json.array(completeness.unreadable(), CompletenessCommand::json));
        node.set("accessionNumbers", Json.array(completeness.gaps(), CompletenessCommand::json));
        return node;
    }

    private static ObjectNode json(Completeness.Row row) {
        ObjectNode node = Json.object()
                .put("device", row.scanner().label())
                .put("exams", row.exams())
                .put("missing", row.missing())
                .put("possible", row.possible())
                .put("daysNotJudged", row.unjudgedDays());
        node.set(
                "truncated",
                Json.array(
                        row.truncated(),
                        exam -> Json.object()
                                .put("exam", exam.accessionOrStudy())
                                .put("day", day(exam))
                                .put("missingEvents", exam.missingEvents())));
        node.set(
                "silences",
                Json.array(
                        row.silences(),
                        silence -> Json.object()
                                .put("from", silence.from().toString())
                                .put("to", silence.to().toString())
                                .put("missing", silence.missing())
                                .put("possible", silence.possible())));
        ObjectNode days = node.putObject("examsByDay");
        row.byDay().forEach((day, count) -> days.put(day.toString(), count));
        return node;
    }

    private static ObjectNode json(UnreadableReport report) {
        return Json.object()
                .put("exam", report.accessionOrStudy())
                .put("day", report.day().toString())
                .put("inboxId", report.inboxId())
                .put("device", report.scanner().orElse(null));
    }

    private static ObjectNode json(Completeness.Gap gap) {
        ObjectNode node = Json.object()
                .put("device", gap.scanner())
                .put("from", gap.from().toString())
                .put("to", gap.to().toString())
                .put("counted", gap.isMissing() ? "missing" : "possible");
        ArrayNode numbers = node.putArray("numbers");
        gap.numbers().forEach(numbers::add);
        return node;
    }
}
