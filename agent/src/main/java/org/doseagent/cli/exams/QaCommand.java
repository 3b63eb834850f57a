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
        description =
                "Shows exams that may be phantoms or quality control, and notes what a medical physicist decides.",
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
            .field("reason", QaReview.Entry::reason, shown("REASON"))
            .field("decidedBy", entry -> entry.decision().map(decision -> decision.by()))
            .field("decidedAt", entry -> entry.decision().<Instant>map(decision -> decision.at()))
            .field("note", entry -> entry.decision().flatMap(decision -> decision.note()))
            .object("device", entry -> entry.exam().device(), ExamRows.DEVICE)
            .tableOrder("DATE", "ACCESSION", "SCANNER", "STATE", "REASON")
            .build();

    @Command(
            name = "list",
            description = {
                "Lists the exams that may be phantoms: they count as patients until you confirm or free them.",
                "With --all also what strong evidence or a person has decided. Without a date: the last 90 days."
            },
            footer = {"", "Example: dose-agent qa list --since 2026-10 --all"})
    static final class ListSuspects extends Listing implements Callable<Integer> {

        /** Days of a worklist where no date is named. */
        private static final int USUAL_DAYS = 90;

        @Mixin
        Period period = new Period();

        @Option(names = "--all", description = "Also exams that are decided.")
        boolean all;

        @Override
        protected Rows<QaReview.Entry> rows() {
            return ROWS;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToRead()) {
                boolean isNamed = period.first() != null || period.last() != null;
                LocalDate usual = Agent.localToday().minusDays(USUAL_DAYS);
                ExamQuery query =
                        ExamQuery.all().from(isNamed ? period.first() : usual).until(period.last());
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

        @Parameters(paramLabel = "STUDY_UID_OR_ACCESSION", description = "As in qa list.")
        String key = "";

        @Option(names = "--by", required = true, paramLabel = "WHO", description = "Who decides.")
        String by = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "A note for the worklist; no patient data.")
        @Nullable
        String note;

        abstract boolean isQa();

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
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
                                        ? "confirmed as a phantom or quality control: the exam is in no statistic and opens no alert"
                                        : "freed: the exam counts as one of a patient");
            }
            return 0;
        }
    }

    @Command(
            name = "confirm",
            description = {
                "Marks an exam as a scan of a phantom or of quality control: it no longer counts in medians, comparisons and aggregates.",
                "The decision is remembered when the exam is processed again, and is in the audit."
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
                "Decides that an exam is one of a patient, whatever its names and values are. It counts in medians, levels and aggregates.",
                "The decision is remembered when the exam is processed again, and is in the audit."
            },
            footer = {"", "Example: dose-agent qa free ACC0017 --by \"M. Physicist\""})
    static final class Free extends Decision {
        @Override
        boolean isQa() {
            return false;
        }
    }
}
