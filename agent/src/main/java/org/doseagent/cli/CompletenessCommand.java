package org.doseagent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.AssessedExam;
import org.doseagent.report.Completeness;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "completeness",
        description = {
            "Says what arrived of what the scanners did, as far as what arrived tells: exams of which reports speak of more events than",
            "arrived, numbers that a scanner's own sequence of accession numbers leaves out, and days without exams on which it usually works."
        },
        footer = {"", "Example: dose-agent completeness --from 2026-10-01 --to 2026-10-31"})
final class CompletenessCommand extends Listing implements Callable<Integer> {

    @Option(names = "--from", required = true, paramLabel = "DATE")
    @Nullable
    LocalDate from;

    @Option(names = "--to", required = true, paramLabel = "DATE")
    @Nullable
    LocalDate to;

    @Override
    public Integer call() throws Exception {
        LocalDate first = java.util.Objects.requireNonNull(from);
        LocalDate last = java.util.Objects.requireNonNull(to);
        try (Agent agent = agent()) {
            Completeness completeness = Completeness.of(
                    agent.doses().exams(ReportCommand.period(first, last)).stream()
                            .map(AssessedExam::exam)
                            .toList(),
                    first,
                    last);
            if (json) {
                ObjectNode node = Json.object().put("from", first.toString()).put("to", last.toString());
                Json.number(node, "percent", completeness.percent());
                node.set("scanners", Json.array(completeness.rows(), CompletenessCommand::json));
                out().println(Json.text(node));
            } else {
                print(table(completeness));
                explain(completeness);
            }
        }
        return 0;
    }

    private static Table table(Completeness completeness) {
        Table table = new Table("SCANNER", "EXAMS", "DAYS", "TRUNCATED", "MISSING", "QUIET DAYS");
        completeness
                .rows()
                .forEach(row -> table.add(
                        row.scanner(),
                        "" + row.exams(),
                        "" + row.byDay().size(),
                        "" + row.truncated().size(),
                        "" + row.missingAccessions().size(),
                        "" + row.quietDays().size()));
        return table;
    }

    private void explain(Completeness completeness) {
        for (Completeness.Row row : completeness.rows()) {
            row.truncated()
                    .forEach(exam -> err().println(row.scanner() + ": " + exam.accessionOrStudy() + " lacks "
                            + exam.missingEvents() + " events"));
            if (!row.missingAccessions().isEmpty()) {
                err().println(row.scanner() + ": missing " + joined(row.missingAccessions()));
            }
            if (!row.quietDays().isEmpty()) {
                err().println(row.scanner() + ": quiet "
                        + joined(row.quietDays().stream()
                                .map(LocalDate::toString)
                                .toList()));
            }
        }
        err().println("complete: "
                + completeness
                        .percent()
                        .map(share -> share.toPlainString() + " %")
                        .orElse("no exam")
                + " of the exams that are known to have been");
    }

    private static String joined(List<String> all) {
        int shown = 20;
        return String.join(", ", all.subList(0, Math.min(shown, all.size())))
                + (all.size() > shown ? " and " + (all.size() - shown) + " more" : "");
    }

    private static ObjectNode json(Completeness.Row row) {
        ObjectNode node = Json.object().put("device", row.scanner()).put("exams", row.exams());
        node.set(
                "truncated",
                Json.array(
                        row.truncated(),
                        exam -> Json.object()
                                .put("exam", exam.accessionOrStudy())
                                .put("missingEvents", exam.missingEvents())));
        row.missingAccessions().forEach(node.putArray("missingAccessionNumbers")::add);
        row.quietDays().forEach(day -> node.withArray("quietDays").add(day.toString()));
        ObjectNode days = node.putObject("examsByDay");
        row.byDay().forEach((day, count) -> days.put(day.toString(), count));
        return node;
    }
}
