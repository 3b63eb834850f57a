package org.doseagent.store.exams;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.inbox.InboxProgress;

/**
 * CPU for storing an exam while the store grows. The exams are copies of those of another store, with identifiers of their own: random UIDs,
 * and days and accession numbers that grow as in a hospital, or ("shuffled") in any order, so that each exam lands at a random place of every
 * index.
 */
final class HistoryBench {

    private static final PrintStream OUT = System.out;
    private static final int BATCH = 500;
    private static final int WINDOW = 10_000;

    private final Random random = new Random(11);
    private final boolean isShuffled;
    private long inboxId;
    private int exams;

    private HistoryBench(boolean isShuffled) {
        this.isShuffled = isShuffled;
    }

    /** Arguments: data directory to copy exams from, its site, number of exams to write, optional "shuffled". */
    public static void main(String[] args) throws Exception {
        List<AssessedExam> models;
        try (DoseStore from = new DoseStore(Path.of(args[0]), args[1], Clock.systemUTC())) {
            models = from.exams(ExamQuery.all().limit(1000));
        }
        Path folder = Files.createTempDirectory("history");
        new HistoryBench(args.length > 3).write(folder, models, Integer.parseInt(args[2]));
    }

    private void write(Path folder, List<AssessedExam> models, int number) throws Exception {
        try (DoseStore store = new DoseStore(folder, "history", Clock.systemUTC())) {
            long cpu = cpu();
            for (int written = 0; written < number; written += BATCH) {
                List<ReceivedReport> reports = new ArrayList<>();
                List<ProcessedBatch.RevisedExam> batch = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    AssessedExam exam = copy(models.get(random.nextInt(models.size())));
                    ReceivedReport report = report(exam.exam());
                    reports.add(report);
                    batch.add(new ProcessedBatch.RevisedExam(exam, List.of(report), 0));
                }
                store.studies(batch.stream()
                        .map(each -> each.assessed().exam().studyInstanceUid())
                        .toList());
                store.write(new ProcessedBatch(reports, batch, InboxProgress.NONE));
                if ((written + BATCH) % WINDOW == 0) {
                    long now = cpu();
                    OUT.printf(
                            Locale.ROOT,
                            "%7d exams: %.3f ms of CPU each, %,d bytes each%n",
                            written + BATCH,
                            (now - cpu) / 1e6 / WINDOW,
                            Files.size(folder.resolve("doses.db")) / (written + BATCH));
                    cpu = now;
                }
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private String uid() {
        return "2.25." + new BigInteger(122, random);
    }

    private AssessedExam copy(AssessedExam model) {
        Exam exam = model.exam();
        exams++;
        Map<EventKey, EventKey> keys = new HashMap<>();
        List<IrradiationEvent> events = exam.events().stream()
                .map(event -> event.withKey(keys.computeIfAbsent(event.key(), old -> EventKey.ofUid(uid()))))
                .toList();
        StudyFacts study = exam.study();
        ExamContext context = new ExamContext(
                new StudyInstanceUid(uid()),
                new StudyFacts(
                        Optional.of(String.format("A%09d", isShuffled ? random.nextInt(1_000_000_000) : exams)),
                        Optional.of(LocalDateTime.of(2022, 1, 1, 7, 0)
                                .plusMinutes(isShuffled ? random.nextInt(5 * 365 * 1440) : 5L * exams)),
                        study.studyDescription(),
                        study.institution(),
                        study.procedureCodes(),
                        study.utcOffset()),
                exam.patient(),
                exam.device(),
                exam.isQa());
        Exam.ReportReference model1 = exam.reports().get(0);
        return new AssessedExam(
                new Exam(
                        context,
                        exam.patientKey(),
                        exam.reportedDlpTotalMGyCm(),
                        exam.reportedEventCount(),
                        events,
                        exam.findings(),
                        List.of(new Exam.ReportReference(
                                new SopInstanceUid(uid()),
                                model1.sopClassUid(),
                                model1.receivedAt(),
                                model1.callingAeTitle()))),
                model.parts(),
                model.assessments(),
                model.alerts());
    }

    private ReceivedReport report(Exam exam) {
        Exam.ReportReference reference = exam.reports().get(0);
        return new ReceivedReport(
                ++inboxId,
                reference.receivedAt(),
                reference.callingAeTitle(),
                exam.patientKey(),
                new DoseReport(
                        new ReportDocument(
                                reference.sopInstanceUid(), reference.sopClassUid(), Optional.empty(), List.of()),
                        exam.context(),
                        org.doseagent.dose.ReportedTotals.NONE,
                        exam.events(),
                        exam.findings()));
    }
}
