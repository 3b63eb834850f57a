package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.daemon.ArchiveAccess;
import org.doseagent.pacs.ArchiveHistory;
import org.doseagent.pacs.ArchiveHistory.CtDay;
import org.doseagent.pacs.ArchiveHistory.StudyWithoutExam;

/** The studies with CT images in a PACS of which the agent has no exam. */
record MissingAgainstPacs(
        String pacs,
        LocalDate from,
        LocalDate to,
        int ctStudies,
        List<StudyWithoutExam> studies,
        List<LocalDate> incompleteDays) {

    static final Rows<StudyWithoutExam> ROWS = Rows.<StudyWithoutExam>describe()
            .field("studyDate", row -> row.study().day(), shown("DATE"))
            .field(
                    "accessionNumber",
                    row -> row.study().accessionNumber(),
                    shown("ACCESSION").orElse("-"))
            .field("doseReport", row -> row.hasReportInPacs() ? "in-pacs" : "none", shown("DOSE REPORT"))
            .field("studyInstanceUid", row -> row.study().uid().value(), shown("STUDY INSTANCE UID"))
            .build();

    /** Asks the PACS about each day of the period. */
    static MissingAgainstPacs ask(Agent agent, String pacs, LocalDate from, LocalDate to)
            throws IOException, InterruptedException {
        ArchiveAccess archives = agent.archives();
        List<StudyWithoutExam> missing = new ArrayList<>();
        List<LocalDate> incomplete = new ArrayList<>();
        int studies = 0;
        try (ArchiveHistory history = archives.history(archives.archive(pacs))) {
            for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
                CtDay answer = history.ctStudiesWithoutExam(day, missing::add);
                studies += answer.studies();
                if (!answer.isComplete()) {
                    incomplete.add(day);
                }
            }
        }
        return new MissingAgainstPacs(pacs, from, to, studies, missing, incomplete);
    }

    ObjectNode json() {
        ObjectNode node = Json.object()
                .put("pacs", pacs)
                .put("from", from.toString())
                .put("to", to.toString())
                .put("ctStudies", ctStudies)
                .put("withExam", ctStudies - studies.size())
                .put("sentence", sentence());
        Json.put(node, "incompleteDays", incompleteDays);
        return node;
    }

    /** Returns the counts in a sentence, with what to do next. */
    String sentence() {
        long inPacs = studies.stream().filter(StudyWithoutExam::hasReportInPacs).count();
        return "complete: " + (ctStudies - studies.size()) + " of " + ctStudies + " studies with CT images in " + pacs
                + " from " + from + " to " + to + " have an exam. " + inPacs
                + " of the others have a dose report in the PACS"
                + (inPacs > 0 ? "; dose-agent pacs backfill fetches it" : "")
                + ". " + (studies.size() - inPacs) + " have none: look at the scanner.";
    }
}
