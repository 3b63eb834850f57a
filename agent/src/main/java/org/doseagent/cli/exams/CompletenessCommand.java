package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.cli.Main;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.CompletenessLine;
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
            "An exam is missing if its only report cannot be read, or if its scanner is silent although the weeks before predict exams and the"
                    + " other scanners send. If the site declares that only CT uses its accession numbers, each skipped number is a missing exam"
                    + " too.",
            "An exam is incomplete if its reports announce more events than they contain.",
            "Possibly missing, and not counted, are single quiet days, public holidays, and numbers skipped between two exams of the same"
                    + " scanner and day.",
            "The first day of the period is mandatory; the last day defaults to today. The table has one line for each scanner; with --each, and"
                    + " in CSV, it has one line for each scanner and day and for each finding. JSON has both.",
            "With --against, the PACS is asked instead. The list has each study with CT images of which the agent has no exam, and whether the PACS"
                    + " has a dose report of it. Exit code 1 if the PACS did not list every study."
        },
        footer = {"", "Example: dose-agent completeness --since 2026-10"})
public final class CompletenessCommand extends Listing implements Callable<Integer> {

    private static final int MAX_NUMBERS = 20;

    private static final Rows<Completeness.Row> SCANNERS = Rows.<Completeness.Row>describe()
            .field("device", row -> row.scanner().label(), shown("SCANNER").free())
            .field("exams", Completeness.Row::exams, shown("EXAMS").right())
            .field("missing", Completeness.Row::missing, shown("MISSING").right())
            .field(
                    "possible",
                    Completeness.Row::possible,
                    shown("POSSIBLY MISSING").right())
            .field(
                    "daysNotJudged",
                    Completeness.Row::unjudgedDays,
                    shown("DAYS NOT JUDGED").right())
            .field("truncated", row -> Json.array(row.truncated(), CompletenessCommand::json))
            .field("silences", row -> Json.array(row.silences(), CompletenessCommand::json))
            .field("examsByDay", CompletenessCommand::days)
            .field("days", row -> row.byDay().size(), shown("DAYS").right())
            .field("inPart", row -> row.truncated().size(), shown("INCOMPLETE").right())
            .tableOrder("SCANNER", "EXAMS", "DAYS", "INCOMPLETE", "MISSING", "POSSIBLY MISSING", "DAYS NOT JUDGED")
            .build();

    private static final Rows<CompletenessLine> LINES = Rows.<CompletenessLine>describe()
            .field("device", CompletenessLine::scanner, shown("SCANNER").free().orElse(""))
            .field("from", CompletenessLine::from, shown("FROM"))
            .field("to", CompletenessLine::to, shown("TO"))
            .field("kind", line -> line.kind().label(), shown("KIND"))
            .field("exams", CompletenessLine::exams, shown("EXAMS").right())
            .field("counted", line -> line.counted().label(), shown("COUNTED"))
            .field("detail", CompletenessLine::detail, shown("DETAIL").free().orElse(""))
            .build();

    @Override
    protected Rows<CompletenessLine> rows() {
        return LINES;
    }

    @Mixin
    Period period = new Period();

    @Option(names = "--each", description = "Prints a line for each scanner and day and for each finding.")
    boolean each;

    @Option(
            names = "--against",
            paramLabel = "AET",
            description = "Asks this PACS, and lists the studies with CT images of which the agent has no exam.")
    @Nullable
    String against;

    @Override
    public Integer call() throws Exception {
        if (!period.hasFirst()) {
            throw new IllegalArgumentException("name the first day of the period, such as --since 2026-10");
        }
        int limit = limit();
        try (Agent agent = agentOfStore()) {
            Period.Days days = period.days(agent);
            LocalDate today = agent.today();
            LocalDate first = days.firstOr(today);
            LocalDate last = days.lastOr(today);
            if (against != null) {
                return compare(MissingAgainstPacs.ask(agent, against, first, last));
            }
            Completeness completeness = agent.reviews().completeness().of(first, last);
            if (isForPeople() && !each) {
                print(SCANNERS, completeness.rows()::forEach);
                explain(completeness);
                err().println(
                                "dose-agent: this table is a summary; --each prints every scanner and day and every finding");
            } else {
                List<CompletenessLine> lines = CompletenessLine.of(completeness);
                printWithin(
                        json(completeness),
                        "lines",
                        rows(),
                        lines.stream().limit(limit).toList());
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
            String scanner = row.scanner().label();
            row.truncated()
                    .forEach(exam -> err().println("incomplete: " + scanner + ": " + exam.accessionOrStudy() + " lacks "
                            + Count.of(exam.missingEvents(), "event")));
            row.silences().forEach(silence -> err().println(silence(scanner, silence)));
        }
        completeness
                .unreadable()
                .forEach(report -> err().println("missing: the report of " + report.accessionOrStudy() + " of "
                        + report.day() + " cannot be read; see inbox show " + report.inboxId()));
        numbers("missing", completeness, true);
        numbers("possibly missing", completeness, false);
        err().println(sentence(completeness));
    }

    private static String silence(String scanner, Completeness.Silence silence) {
        String days = "no exam from " + silence.from() + " to " + silence.to();
        return silence.missing() > 0
                ? "missing: " + scanner + ": " + days + ", about " + silence.missing() + " expected"
                : "possibly missing: " + scanner + ": " + days + ", about " + silence.possible() + " expected";
    }

    private void numbers(String word, Completeness completeness, boolean isMissing) {
        List<String> numbers = completeness.gaps().stream()
                .filter(gap -> gap.isMissing() == isMissing)
                .flatMap(gap -> gap.numbers().stream())
                .toList();
        if (!numbers.isEmpty()) {
            err().println(word + ": accession numbers skipped: "
                    + String.join(", ", numbers.subList(0, Math.min(MAX_NUMBERS, numbers.size())))
                    + (numbers.size() > MAX_NUMBERS
                            ? " and " + (numbers.size() - MAX_NUMBERS) + " more, see --csv"
                            : ""));
        }
    }

    /** Returns the percentage of complete exams, with the numbers behind it. */
    private static String sentence(Completeness completeness) {
        if (completeness.percent().isEmpty()) {
            return "complete: no exam is known from " + completeness.from() + " to " + completeness.to();
        }
        int missing = completeness.missing();
        int possible = completeness.possible();
        return "complete: " + percent(completeness.percent().get()) + " of "
                + Count.of(completeness.exams() + missing, "exam") + " from " + completeness.from() + " to "
                + completeness.to() + ". " + completeness.exams() + " arrived, " + completeness.truncated()
                + " of them incomplete; " + missing + Count.verb(missing, " is", " are") + " missing. "
                + (possible == 0
                        ? "There is no sign of further missing exams."
                        : possible + " more may be missing; if they are, "
                                + completeness
                                        .percentAtLeast()
                                        .map(CompletenessCommand::percent)
                                        .orElse("- %")
                                + " are complete.")
                + " A single lost exam "
                + (completeness.settings().isCtOnlySequence()
                        ? "leaves a gap in the accession numbers, which, according to the configuration, only CT uses."
                        : "leaves no certain trace.");
    }

    private static String percent(BigDecimal share) {
        return share.toPlainString() + " %";
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
        node.set("scanners", Json.array(completeness.rows(), SCANNERS::json));
        node.set("unreadable", Json.array(completeness.unreadable(), CompletenessCommand::json));
        node.set("accessionNumbers", Json.array(completeness.gaps(), CompletenessCommand::json));
        return node;
    }

    private static ObjectNode json(ExamArrival exam) {
        return Json.object()
                .put("exam", exam.accessionOrStudy())
                .put("day", exam.studyDateTime().toLocalDate().toString())
                .put("missingEvents", exam.missingEvents());
    }

    private static ObjectNode json(Completeness.Silence silence) {
        return Json.object()
                .put("from", silence.from().toString())
                .put("to", silence.to().toString())
                .put("missing", silence.missing())
                .put("possible", silence.possible());
    }

    private static ObjectNode days(Completeness.Row row) {
        ObjectNode days = Json.object();
        row.byDay().forEach((day, count) -> days.put(day.toString(), count));
        return days;
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
