package org.doseagent.testdata;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Classification;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.StoredJson;

/**
 * A store of any size for measurements of statistics and exports: exams of five years on four scanners, 60 categories, four diagnostic events
 * each. The same number of exams gives the same store. It writes rows as the store does, but without indices and syncs, so that a million
 * exams take minutes.
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
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dataDirectory.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -1000000");
            List<String> indices = indices(statement);
            for (String index : indices) {
                statement.execute(index.replaceFirst("CREATE INDEX (\\w+) .*", "DROP INDEX $1"));
            }
            connection.setAutoCommit(false);
            new StatisticsStore().fill(connection, exams);
            connection.commit();
            connection.setAutoCommit(true);
            for (String index : indices) {
                statement.execute(index);
            }
        }
    }

    private static List<String> indices(Statement statement) throws SQLException {
        List<String> indices = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('exam', 'event', 'part')")) {
            while (rows.next()) {
                indices.add(rows.getString(1).replaceAll("\\s+", " "));
            }
        }
        return indices;
    }

    private void fill(Connection connection, int exams) throws SQLException, java.io.IOException {
        devices(connection);
        try (PreparedStatement exam = connection.prepareStatement(
                        "INSERT INTO exam (site, study_uid, accession_number, study_date_time, device_key, device_label, is_qa, json,"
                                + " software_version, received_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)");
                PreparedStatement event = connection.prepareStatement(
                        "INSERT INTO event (site, study_uid, event_key, position, role, protocol, ctdi_vol_mgy, phantom_cm, dlp_mgycm,"
                                + " device_key, study_month) VALUES (?, ?, ?, ?, 'DIAGNOSTIC', ?, ?, ?, ?, ?, ?)");
                PreparedStatement part = connection.prepareStatement(
                        "INSERT INTO part (site, study_uid, position, category, phantom_cm, ctdi_vol_mgy, dlp_mgycm, dlp_diagnostic_mgycm,"
                                + " dlp_largest_event_mgycm, study_date_time, study_month, device_key, age_days, is_adult, weight_kg, is_qa)"
                                + " VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")) {
            for (int i = 1; i <= exams; i++) {
                add(exam(i), exam, event, part);
                if (i % BATCH == 0 || i == exams) {
                    exam.executeBatch();
                    event.executeBatch();
                    part.executeBatch();
                }
            }
        }
    }

    private static void devices(Connection connection) throws SQLException {
        try (PreparedStatement device = connection.prepareStatement(
                "INSERT INTO device (site, device_key, software_version, manufacturer, model, serial_number, first_report, last_report)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Device scanner : SCANNERS) {
                bind(
                        device,
                        SITE,
                        scanner.key().text(),
                        scanner.softwareVersion().orElseThrow(),
                        scanner.manufacturer().orElseThrow(),
                        scanner.model().orElseThrow(),
                        scanner.serialNumber().orElseThrow(),
                        FIRST_DAY + "T00:00:00Z",
                        FIRST_DAY.plusDays(DAYS) + "T00:00:00Z");
            }
            device.executeBatch();
        }
    }

    private void add(AssessedExam assessed, PreparedStatement exam, PreparedStatement event, PreparedStatement part)
            throws SQLException, java.io.IOException {
        Exam of = assessed.exam();
        LocalDateTime at = of.study().studyDateTime().orElseThrow();
        String month = YearMonth.from(at).toString();
        bind(
                exam,
                SITE,
                of.studyInstanceUid().value(),
                of.study().accessionNumber().orElseThrow(),
                at.toString(),
                of.device().key().text(),
                of.device().label(),
                StoredJson.text(assessed),
                of.device().softwareVersion().orElseThrow(),
                at + ":00Z");
        for (int i = 0; i < of.events().size(); i++) {
            IrradiationEvent each = of.events().get(i);
            bind(
                    event,
                    SITE,
                    of.studyInstanceUid().value(),
                    each.key().value(),
                    i,
                    each.protocol().orElseThrow(),
                    plain(each.dose().ctdiVolMGy()),
                    each.dose().phantomCm().orElseThrow(),
                    plain(each.dose().dlpMGyCm()),
                    of.device().key().text(),
                    month);
        }
        ExamPart only = assessed.parts().get(0);
        int ageDays = of.patient().ageDays().orElseThrow();
        bind(
                part,
                SITE,
                of.studyInstanceUid().value(),
                only.category().orElseThrow(),
                only.phantomCm().orElseThrow(),
                plain(only.ctdiVolMGy()),
                plain(only.dlpMGyCm()),
                plain(only.totals().dlpDiagnosticMGyCm()),
                plain(only.totals().dlpLargestEventMGyCm()),
                at.toString(),
                month,
                of.device().key().text(),
                ageDays,
                ageDays >= PatientFacts.ADULT_DAYS ? 1 : 0,
                plain(of.patient().weightKg()));
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private static String plain(Optional<BigDecimal> value) {
        return value.orElseThrow().toPlainString();
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
