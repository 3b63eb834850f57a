package org.doseagent.testdata;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Classification;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ProcessedBatch;
import org.doseagent.store.inbox.InboxProgress;

/**
 * A store of any size for measurements of statistics and exports: exams of five years on four scanners, 60 categories, four diagnostic events
 * each. The same number of exams gives the same store. The indices are made at the end, so that a million exams take minutes.
 */
public final class StatisticsStore {

    public static final LocalDate FIRST_DAY = LocalDate.of(2021, 1, 1);

    private static final String SITE = "demo-hospital";
    private static final int DAYS = 5 * 365;
    private static final int CATEGORIES = 60;
    private static final int EVENTS = 4;
    private static final int SEED = 20261124;
    private static final int BATCH = 10_000;

    private static final List<Device> SCANNERS = IntStream.rangeClosed(1, 4)
            .mapToObj(number -> new Device(
                    Optional.of(number % 2 == 0 ? "SIEMENS" : "GE MEDICAL SYSTEMS"),
                    Optional.of(number % 2 == 0 ? "SOMATOM Force" : "Revolution EVO"),
                    Optional.of("STAT-CT-" + number),
                    Optional.of("v" + number + ".1"),
                    Optional.empty()))
            .toList();

    private final Random random = new Random(SEED);

    private StatisticsStore() {}

    /** Arguments: the data directory, the number of exams. */
    public static void main(String[] args) throws Exception {
        write(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    /** Fills an empty data directory. */
    public static void write(Path dataDirectory, int exams) throws SQLException, java.io.IOException {
        Files.createDirectories(dataDirectory);
        try (DoseStore store = new DoseStore(dataDirectory, SITE, Clock.systemUTC())) {
            store.prepareToWrite();
            List<String> indices = dropIndices(dataDirectory);
            new StatisticsStore().fill(store, exams);
            execute(dataDirectory, indices);
        }
    }

    private static List<String> dropIndices(Path dataDirectory) throws SQLException {
        List<String> indices = new ArrayList<>();
        List<String> drops = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dataDirectory.resolve("doses.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
                                + " AND tbl_name IN ('exam', 'event', 'part')")) {
            while (rows.next()) {
                drops.add("DROP INDEX " + rows.getString(1));
                indices.add(rows.getString(2));
            }
        }
        execute(dataDirectory, drops);
        return indices;
    }

    private static void execute(Path dataDirectory, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dataDirectory.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void fill(DoseStore store, int exams) {
        List<ReceivedReport> reports = new ArrayList<>();
        List<ProcessedBatch.RevisedExam> batch = new ArrayList<>();
        for (int i = 1; i <= exams; i++) {
            AssessedExam assessed = exam(i);
            ReceivedReport report = reportOf(i, assessed.exam());
            reports.add(report);
            batch.add(new ProcessedBatch.RevisedExam(assessed, List.of(report), 0));
            if (batch.size() == BATCH || i == exams) {
                store.write(new ProcessedBatch(reports, batch, InboxProgress.NONE));
                batch.clear();
                reports.clear();
            }
        }
    }

    private static ReceivedReport reportOf(int number, Exam exam) {
        Exam.ReportReference reference = exam.reports().get(0);
        return new ReceivedReport(
                number,
                reference.receivedAt(),
                reference.callingAeTitle(),
                exam.patientKey(),
                new DoseReport(
                        new ReportDocument(
                                reference.sopInstanceUid(), reference.sopClassUid(), Optional.empty(), List.of()),
                        exam.context(),
                        new ReportedTotals(
                                exam.reportedDlpTotalMGyCm(), exam.reportedEventCount(), Optional.empty(), List.of()),
                        exam.events(),
                        exam.findings()));
    }

    private AssessedExam exam(int number) {
        int category = random.nextInt(CATEGORIES);
        Device scanner = SCANNERS.get(random.nextInt(SCANNERS.size()));
        int ageYears = random.nextInt(20) == 0 ? random.nextInt(18) : 18 + random.nextInt(72);
        int phantom = category < CATEGORIES / 4 ? 16 : 32;
        LocalDateTime at = FIRST_DAY.plusDays(random.nextInt(DAYS)).atTime(7 + random.nextInt(12), random.nextInt(60));
        List<IrradiationEvent> events = new ArrayList<>();
        BigDecimal dlp = BigDecimal.ZERO;
        BigDecimal most = BigDecimal.ZERO;
        BigDecimal ctdiVol = BigDecimal.ZERO;
        for (int i = 0; i < EVENTS; i++) {
            IrradiationEvent event = event(number, i, category, phantom, scanner);
            events.add(event);
            dlp = dlp.add(event.dose().dlpMGyCm().orElseThrow());
            most = most.max(event.dose().dlpMGyCm().orElseThrow());
            ctdiVol = ctdiVol.max(event.dose().ctdiVolMGy().orElseThrow());
        }
        return new AssessedExam(
                new Exam(
                        new ExamContext(
                                new StudyInstanceUid("1.2.826.0.1.3680043.10.999." + number),
                                new StudyFacts(
                                        Optional.of(String.format("STAT%08d", number)),
                                        Optional.of(at),
                                        Optional.of("CT study " + category),
                                        Optional.empty(),
                                        List.of(),
                                        Optional.empty()),
                                new PatientFacts(
                                        Optional.of(random.nextBoolean() ? "F" : "M"),
                                        Optional.of((int) (ageYears * 365.25) + 1),
                                        Optional.of(BigDecimal.valueOf(ageYears)),
                                        Optional.of(BigDecimal.valueOf(500 + random.nextInt(600), 1)),
                                        Optional.empty()),
                                scanner,
                                false),
                        Optional.of(new PatientKey(String.format("%032x", number))),
                        Optional.of(dlp),
                        Optional.of(EVENTS),
                        events,
                        List.of(),
                        List.of(new Exam.ReportReference(
                                new SopInstanceUid("1.2.826.0.1.3680043.10.998." + number),
                                "1.2.840.10008.5.1.4.1.1.88.67",
                                Instant.parse(at + ":00Z"),
                                Optional.of(new AeTitle("STAT"))))),
                List.of(new ExamPart(
                        new Classification(
                                Optional.of(String.format("CT-STAT-%02d", category)),
                                Optional.of("stat"),
                                Optional.of("1"),
                                Optional.of("acquisition protocol")),
                        new PartTotals(
                                Optional.of(phantom),
                                Optional.of(ctdiVol),
                                Optional.of(dlp),
                                Optional.of(dlp),
                                Optional.of(most)),
                        List.of(0, 1, 2, 3))),
                List.of(),
                List.of());
    }

    private IrradiationEvent event(int number, int position, int category, int phantom, Device scanner) {
        BigDecimal ctdiVol =
                BigDecimal.valueOf(Math.round(200 * Math.exp(category / 25.0 + random.nextGaussian() * 0.4)), 2);
        int lengthMm = 100 + random.nextInt(500);
        return IrradiationEvent.builder(EventKey.ofUid("1.2.826.0.1.3680043.10.997." + number + "." + position))
                .protocol("Protocol " + (category * 2 + position % 2))
                .acquisitionType(AcquisitionType.SPIRAL)
                .dose(new EventDose(
                        Optional.of(ctdiVol),
                        Optional.of(phantom),
                        false,
                        Optional.of(ctdiVol.multiply(BigDecimal.valueOf(lengthMm, 1))
                                .setScale(2, java.math.RoundingMode.HALF_UP)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .device(scanner)
                .build();
    }
}
