package org.doseagent.config;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.intake.IntakeSettings;
import org.doseagent.intake.IntakeSettings.PatientIdentity;
import org.doseagent.intake.ScreeningSettings;
import org.doseagent.intake.StudyLimits;
import org.doseagent.rdsr.qa.NotPatient;
import org.doseagent.store.StoreSettings;
import org.doseagent.store.StoreSettings.BackupPlan;
import org.doseagent.store.StoreSettings.Retention;
import org.doseagent.store.inbox.BatchLimits;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.sql.PostgresSettings;

/** Reads {@code site.id}, {@code dataDir}, {@code store} and {@code notPatients}: where objects are kept, and how they become exams. */
final class StoreReader {

    private static final String SQLITE = "sqlite";

    /** Hosts with their ports, the database, and options of the driver, none of which is a password. */
    private static final String POSTGRES =
            "jdbc:postgresql://[^/?@\\s]{1,2000}/[^?/\\s]{1,200}(\\?(?!.*(?i:password)=)\\S{0,2000})?";

    private static final String POSTGRES_RULE =
            "must be sqlite or jdbc:postgresql://HOST:PORT/DATABASE; the user and the password go into store.user and store.password";

    private static final String LOCAL = "(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?";

    private static final String NEVER = ConfigTree.NEVER;

    /** Group comparisons look back one year, and a late report may correct a release of last year. */
    private static final Duration SHORTEST_EXAMS = Duration.ofDays(365);

    private final ConfigTree tree;

    StoreReader(ConfigTree tree) {
        this.tree = tree;
    }

    StoreSettings store(Folders folders, int maxObjectBytes) {
        Optional<BackupPlan> backup = backup(folders);
        Optional<PostgresSettings> database = database();
        if (backup.isPresent() && database.isPresent()) {
            tree.problem("store.backup.folder", "", "must be empty with a shared database, which its server backs up");
        }
        return new StoreSettings(
                tree.text("site.id", "demo-hospital", "[A-Za-z0-9_-]{1,64}", "must be 1 to 64 letters, digits, - or _"),
                folders.data(tree, "dataDir", "data"),
                inbox(maxObjectBytes),
                retention(),
                backup,
                database);
    }

    /** Returns the database that agents share; empty for the file of the data directory. */
    private Optional<PostgresSettings> database() {
        String url = tree.text("store.url", SQLITE, SQLITE + "|" + POSTGRES, POSTGRES_RULE);
        Optional<String> user = tree.optional("store.user");
        Optional<String> password = tree.optional("store.password");
        PostgresSettings.Timeouts timeouts = new PostgresSettings.Timeouts(
                tree.duration("store.connectTimeout", "10s"), tree.duration("store.answerTimeout", "60s"));
        if (url.equals(SQLITE)) {
            return Optional.empty();
        }
        return Optional.of(new PostgresSettings(encrypted(url), user, password, timeouts));
    }

    /** A database on another machine is called with TLS and a checked certificate unless the address chooses otherwise. */
    private static String encrypted(String url) {
        boolean isLocal = url.matches("jdbc:postgresql://(" + LOCAL + ")(," + LOCAL + ")*/.*");
        return isLocal || url.matches(".*[?&]sslmode=.*")
                ? url
                : url + (url.contains("?") ? "&" : "?") + "sslmode=verify-full";
    }

    private Retention retention() {
        Duration raw = tree.duration("store.rawRetention", "90d");
        Optional<Duration> quarantined = tree.durationOrNever("store.quarantineRetention", "365d");
        Optional<Duration> exams = tree.durationOrNever("store.examRetention", NEVER);
        exams.ifPresent(each ->
                checkExams(each, quarantined.filter(q -> q.compareTo(raw) > 0).orElse(raw)));
        return new Retention(raw, quarantined, exams);
    }

    private void checkExams(Duration exams, Duration longestBytes) {
        if (exams.compareTo(SHORTEST_EXAMS) < 0) {
            tree.problem(
                    "store.examRetention",
                    exams.toDays() + "d",
                    "must be at least " + SHORTEST_EXAMS.toDays()
                            + "d: groups and corrections of releases use the exams of a year");
        } else if (exams.compareTo(longestBytes) < 0) {
            tree.problem(
                    "store.examRetention",
                    exams.toDays() + "d",
                    "must not be shorter than store.rawRetention and store.quarantineRetention, or reprocess brings the exams back");
        }
    }

    private Optional<BackupPlan> backup(Folders folders) {
        String time =
                tree.text("store.backup.at", "02:00", "([01]\\d|2[0-3]):[0-5]\\d", "must be a time such as \"02:00\"");
        int keep = tree.integer("store.backup.keep", 7, 1, 1000);
        return tree.optional("store.backup.folder")
                .map(folder ->
                        new BackupPlan(folders.data(tree, "store.backup.folder", folder), LocalTime.parse(time), keep));
    }

    private Inbox.Limits inbox(int maxObjectBytes) {
        long minFreeDisk = tree.size("store.minFreeDisk", "1GiB", 0, 1L << 50);
        return new Inbox.Limits(
                tree.integer("store.maxWaitingObjects", 1_000_000, 1, Integer.MAX_VALUE),
                minFreeDisk,
                maxObjectBytes,
                new BatchLimits(
                        tree.integer("store.maxBatchObjects", BatchLimits.DEFAULT.maxObjects(), 1, 10_000),
                        tree.size("store.maxBatchBytes", "2MiB", 1, 1L << 30)));
    }

    IntakeSettings intake(int maxObjectBytes) {
        return new IntakeSettings(
                PatientIdentity.valueOf(
                        tree.word("store.patientIdentity", "pseudonym", "id").toUpperCase(Locale.ROOT)),
                new NotPatient.Patterns(
                        tree.texts("notPatients.names", List.of("*phantom*")),
                        tree.texts("notPatients.ids", List.of("*phantom*")),
                        tree.texts("notPatients.protocols", List.of())),
                DicomLimits.DEFAULT.withMaxObjectBytes(maxObjectBytes),
                new StudyLimits(
                        tree.integer("store.maxReportsPerStudy", StudyLimits.DEFAULT.maxReports(), 1, 100_000),
                        tree.integer("store.maxEventsPerStudy", StudyLimits.DEFAULT.maxEvents(), 1, 1_000_000)),
                new ScreeningSettings(
                        (int) tree.size("dicom.screenedObjectBytes", "64KiB", 1 << 12, 1 << 28),
                        tree.integer("dicom.maxUnreadablePerMinute", 30, 1, 1_000_000)));
    }
}
