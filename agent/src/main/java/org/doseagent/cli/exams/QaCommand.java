package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.review.QaReview;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.exams.QaChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "qa",
        description = "Lists exams that may be scans of phantoms, and records what people decide.",
        subcommands = {QaCommand.ListSuspects.class, QaCommand.Confirm.class, QaCommand.Free.class},
        footer = {"", "Example: dose-agent qa list"})
public final class QaCommand extends Group {

    private static final Rows<QaReview.Entry> ROWS = Rows.<QaReview.Entry>describe()
            .field("studyInstanceUid", entry -> entry.exam().studyInstanceUid().value())
            .field("accessionNumber", entry -> entry.exam().study().accessionNumber(), shown("ACCESSION"))
            .field(
                    "studyDateTime",
                    entry -> ExamRows.time(entry.exam()),
                    shown("DATE").as(Look::minute))
            .field("studyDescription", entry -> entry.exam().study().studyDescription())
            .field("state", entry -> entry.state().name().toLowerCase(Locale.ROOT), shown("STATE"))
            .field("reason", QaReview.Entry::reason, shown("REASON").free())
            .field("decidedBy", entry -> entry.decision().map(decision -> decision.by()))
            .field("decidedAt", entry -> entry.decision().<Instant>map(decision -> decision.at()))
            .field("note", entry -> entry.decision().flatMap(decision -> decision.note()))
            .object("device", entry -> entry.exam().device(), ExamRows.DEVICE)
            .tableOrder("DATE", "ACCESSION", "SCANNER", "STATE", "REASON")
            .build();

    @Command(
            name = "list",
            description = {
                "Lists the exams that may be scans of phantoms.",
                "They count as exams of patients until you confirm them. With --all it also lists the exams that a person or clear evidence has"
                        + " decided about. Default period: the last 90 days."
            },
            footer = {"", "Example: dose-agent qa list --since 2026-10 --all"})
    static final class ListSuspects extends Listing implements Callable<Integer> {

        /** Days of a worklist where no date is named. */
        private static final int USUAL_DAYS = 90;

        @Mixin
        Period period = new Period();

        @Option(names = "--all", description = "Also lists exams that are decided.")
        boolean all;

        @Override
        protected Rows<QaReview.Entry> rows() {
            return ROWS;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
                Period.Days days = period.days(agent);
                boolean isNamed = days.first() != null || days.last() != null;
                LocalDate usual = agent.today().minusDays(USUAL_DAYS);
                ExamQuery query =
                        ExamQuery.all().from(isNamed ? days.first() : usual).until(days.last());
                int[] left = {limit()};
                print(
                        rows(),
                        each -> agent.qa().each(query, all, entry -> {
                            if (left[0]-- > 0) {
                                each.accept(entry);
                            }
                        }));
            }
            return 0;
        }
    }

    /** The options of a decision. */
    abstract static class Decision extends Common implements Callable<Integer> {

        @Parameters(
                paramLabel = "STUDY_UID_OR_ACCESSION",
                description = "Study Instance UID or accession number, from qa list.")
        String key = "";

        @Option(
                names = "--by",
                required = true,
                paramLabel = "WHO",
                description = "Name of the person who decides; it is written to the audit.")
        String by = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "A note for the worklist; no patient data.")
        @Nullable
        String note;

        abstract boolean isQa();

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToChange()) {
                List<AssessedExam> found = agent.doses().find(key);
                if (found.isEmpty()) {
                    err().println("dose-agent: no exam has this Study Instance UID or accession number");
                    return Main.NOT_FOUND;
                }
                if (found.size() > 1) {
                    err().println("dose-agent: " + found.size()
                            + " studies have this accession number; name one by its Study Instance UID:");
                    found.forEach(exam ->
                            err().println("  " + exam.exam().studyInstanceUid().value()));
                    return Main.USAGE;
                }
                StudyInstanceUid study = found.get(0).exam().studyInstanceUid();
                QaChoice choice = isQa() ? QaChoice.phantom(by) : QaChoice.patient(by);
                agent.qa().decide(study, note == null ? choice : choice.withNote(note));
                err().println(
                                isQa()
                                        ? "the exam is marked as a scan of a phantom: it is in no statistic and opens no alert"
                                        : "the exam is marked as an exam of a patient: it counts in statistics");
            }
            return 0;
        }
    }

    @Command(
            name = "confirm",
            description = {
                "Marks an exam as a scan of a phantom.",
                "The exam then counts in no median, comparison or aggregate, and opens no alert. The decision stays when the exam is processed"
                        + " again; the audit records it."
            },
            footer = {"", "Example: dose-agent qa confirm ACC0017 --by \"M. Physicist\""})
    static final class Confirm extends Decision {
        @Override
        boolean isQa() {
            return true;
        }
    }

    @Command(
            name = "free",
            description = {
                "Marks an exam as an exam of a patient.",
                "The exam then counts in medians, comparisons and aggregates, whatever its texts and values are. The decision stays when the exam"
                        + " is processed again; the audit records it."
            },
            footer = {"", "Example: dose-agent qa free ACC0017 --by \"M. Physicist\""})
    static final class Free extends Decision {
        @Override
        boolean isQa() {
            return false;
        }
    }
}
