package org.doseagent.testdata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.doseagent.config.ConfigLoader;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.Levels;
import org.doseagent.intake.ExamBuilder;
import org.doseagent.intake.StudyLimits;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.inbox.InboxProgress;

/**
 * Fills a store with many exams of four events each, on eight scanners over the three years from 2023 to 2025. The first exams go through the
 * merger, the assessor and the store that every report goes through; the others are copies of their rows with an identity, a time and doses of
 * their own (the JSON stays that of the first), which is a hundred times faster. Seeded. For measuring, not for tests.
 */
final class BigStore {

    private static final String SITE = "demo-hospital";

    /** So many exams are made the long way. */
    private static final int MADE = 20_000;

    private static final int BATCH = 1000;
    private static final int SCANNERS = 8;
    private static final int DAYS = 1096;
    private static final int EVENTS_OF_AN_EXAM = 4;
    private static final String ROOT_UID = "1.2.826.0.1.3680043.10.1.";

    /** What is scanned: median CTDIvol, its phantom, length of a phase. */
    private enum Kind {
        HEAD("CT Head", 42, 16, 16),
        CHEST("CT Chest", 6, 32, 34),
        ABDOMEN("CT Abdomen/Pelvis", 8, 32, 46),
        TRUNK("CT Chest Abdomen Pelvis", 8, 32, 66),
        EMBOLISM("CT Pulmonary Angiography", 7, 32, 30),
        SINUS("CT Sinus", 10, 16, 12),
        SPINE("CT C-Spine", 14, 32, 24),
        OTHER("Spezialprogramm 7", 9, 32, 40);

        final String description;
        final double ctdiVol;
        final int phantomCm;
        final int lengthCm;

        Kind(String description, double ctdiVol, int phantomCm, int lengthCm) {
            this.description = description;
            this.ctdiVol = ctdiVol;
            this.phantomCm = phantomCm;
            this.lengthCm = lengthCm;
        }
    }

    private final Random random = new Random(42);
    private final int exams;

    private BigStore(int exams) {
        this.exams = exams;
    }

    /** Fills a folder: {@code BigStore FOLDER EXAMS}; the number is rounded up to whole copies. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int exams = Integer.parseInt(arguments[1]);
        int made = Math.min(exams, MADE);
        make(folder, made);
        copy(folder.resolve("doses.db"), (exams + made - 1) / made - 1);
    }

    /** Copies every exam so many times. */
    private static void copy(Path file, int copies) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -500000");
            List<String> indices = new ArrayList<>();
            List<String> drops = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('exam', 'event', 'part')")) {
                while (rows.next()) {
                    drops.add("DROP INDEX " + rows.getString(1));
                    indices.add(rows.getString(2));
                }
            }
            for (String drop : drops) {
                statement.execute(drop);
            }
            for (String table : List.of("exam", "event", "part", "alert")) {
                for (int copy = 1; copy <= copies; copy++) {
                    statement.execute(copyOf(statement, table, copy));
                }
            }
            for (String index : indices) {
                statement.execute(index);
            }
        }
    }

    private static String copyOf(Statement statement, String table, int copy) throws SQLException {
        Map<String, String> changed = new HashMap<>();
        changed.put("study_uid", "study_uid || '." + copy + "'");
        changed.put("accession_number", "'R' || (substr(accession_number, 2) * 60 + 3 * " + copy + ")");
        changed.put(
                "study_date_time",
                "substr(study_date_time, 1, 11) || printf('%02d:%02d', 7 + (substr(study_date_time, 12, 2) + " + copy
                        + ") % 12, (substr(study_date_time, 15, 2) + 7 * " + copy + ") % 60)");
        for (String dose : List.of("ctdi_vol_mgy", "dlp_mgycm", "dlp_diagnostic_mgycm", "dlp_largest_event_mgycm")) {
            changed.put(dose, "printf('%.2f', " + dose + " * " + (1 + copy / 1000.0) + ")");
        }
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (rows.next()) {
                String column = rows.getString(1);
                if (!column.equals("id")) {
                    columns.add(column);
                    values.add(changed.getOrDefault(column, column));
                }
            }
        }
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + String.join(", ", values)
                + " FROM " + table + " WHERE study_uid GLOB '" + ROOT_UID + "2.[0-9]*' AND study_uid NOT GLOB '"
                + ROOT_UID
                + "2.*.*'";
    }

    private static void make(Path folder, int exams) throws Exception {
        Path root = Path.of(System.getProperty("project.root", ".."));
        Settings settings = ConfigLoader.load(root.resolve("config/agent.yaml"), Map.of(), Map.of());
        Levels levels = new LevelReader(settings.levels()).read();
        Assessor assessor = new Assessor(levels, settings.review().comparison().farAboveMultiple());
        BigStore big = new BigStore(exams);
        try (DoseStore store = new DoseStore(folder, SITE, Clock.systemUTC())) {
            List<ReceivedReport> batch = new ArrayList<>();
            for (int number = 1; number <= exams; number++) {
                batch.add(big.received(number));
                if (batch.size() == BATCH || number == exams) {
                    new ExamBuilder(store, assessor::assess, StudyLimits.DEFAULT)
                            .store(batch, refused -> InboxProgress.NONE);
                    batch.clear();
                }
            }
        }
    }

    private ReceivedReport received(int number) {
        LocalDateTime at = LocalDateTime.of(2023, 1, 1, 7, 0)
                .plusDays((long) number * DAYS / (exams + 1))
                .plusMinutes(random.nextInt(12 * 60));
        return new ReceivedReport(
                number,
                Instant.from(at.plusMinutes(40).atOffset(ZoneOffset.UTC)),
                Optional.of(new AeTitle("PACS")),
                Optional.of(new PatientKey("p" + random.nextInt(300_000))),
                report(number, at));
    }

    private DoseReport report(int number, LocalDateTime at) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        boolean isChild = random.nextInt(12) == 0;
        boolean isTruncated = number % 997 == 0;
        int scanner = random.nextInt(SCANNERS);
        Device device = new Device(
                Optional.of("MAKER"),
                Optional.of("MODEL " + scanner % 3),
                Optional.of("BIG-" + scanner),
                Optional.of(at.getYear() < 2025 ? "V1" : "V2"),
                Optional.empty());
        double factor = Math.exp(random.nextGaussian() * 0.35) * (isChild ? 0.4 : 1);
        List<IrradiationEvent> events = new ArrayList<>();
        for (int event = 0; event < EVENTS_OF_AN_EXAM; event++) {
            events.add(event(number, event, kind, kind.ctdiVol * factor, device));
        }
        int days = isChild ? random.nextInt(6500) : 6574 + random.nextInt(26_000);
        return new DoseReport(
                new ReportDocument(
                        new SopInstanceUid(ROOT_UID + "1." + number),
                        "1.2.840.10008.5.1.4.1.1.88.67",
                        Optional.of(at),
                        List.of()),
                new ExamContext(
                        new StudyInstanceUid(ROOT_UID + "2." + number),
                        new StudyFacts(
                                Optional.of(String.format(Locale.ROOT, "R%08d", number * 3)),
                                Optional.of(at),
                                Optional.of(kind.description),
                                Optional.empty(),
                                List.of(),
                                Optional.empty()),
                        new PatientFacts(
                                Optional.of("F"),
                                Optional.of(days),
                                Optional.of(BigDecimal.valueOf(days / 365)),
                                Optional.of(BigDecimal.valueOf(isChild ? 4 + days / 200 : 50 + random.nextInt(50))),
                                Optional.empty()),
                        device,
                        false),
                new ReportedTotals(
                        Optional.empty(),
                        Optional.of(isTruncated ? EVENTS_OF_AN_EXAM + 1 : EVENTS_OF_AN_EXAM),
                        Optional.empty(),
                        List.of()),
                events,
                isTruncated
                        ? List.of(new Finding(Finding.Kind.CONFLICT, "header", "one event more was announced"))
                        : List.of());
    }

    private static IrradiationEvent event(int number, int position, Kind kind, double ctdiVol, Device device) {
        boolean isLocalizer = position == 0;
        BigDecimal value = BigDecimal.valueOf(isLocalizer ? 0.1 : ctdiVol).setScale(2, RoundingMode.HALF_UP);
        return IrradiationEvent.builder(EventKey.ofUid(ROOT_UID + "3." + number + "." + position))
                .protocol(kind.description + " phase " + position)
                .acquisitionType(isLocalizer ? AcquisitionType.CONSTANT_ANGLE : AcquisitionType.SPIRAL)
                .role(isLocalizer ? EventRole.LOCALIZER : EventRole.DIAGNOSTIC)
                .dose(new EventDose(
                        Optional.of(value),
                        Optional.of(kind.phantomCm),
                        false,
                        Optional.of(value.multiply(BigDecimal.valueOf(isLocalizer ? 30 : kind.lengthCm / 2))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .device(device)
                .build();
    }
}
