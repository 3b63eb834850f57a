package org.doseagent.config;

import java.util.List;
import java.util.Locale;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.intake.IntakeSettings;
import org.doseagent.intake.IntakeSettings.PatientIdentity;
import org.doseagent.intake.StudyLimits;
import org.doseagent.rdsr.qa.NotPatient;
import org.doseagent.store.StoreSettings;
import org.doseagent.store.inbox.Inbox;

/** Reads {@code site.id}, {@code dataDir}, {@code store} and {@code notPatients}: where objects are kept, and how they become exams. */
final class StoreReader {

    private final ConfigTree tree;

    StoreReader(ConfigTree tree) {
        this.tree = tree;
    }

    StoreSettings store(Folders folders, int maxObjectBytes) {
        tree.only("store.url", "sqlite");
        return new StoreSettings(
                tree.text("site.id", "demo-hospital", "[A-Za-z0-9_-]{1,64}", "must be 1 to 64 letters, digits, - or _"),
                folders.data(tree, "dataDir", "data"),
                inbox(maxObjectBytes),
                tree.duration("store.rawRetention", "90d"));
    }

    private Inbox.Limits inbox(int maxObjectBytes) {
        long minFreeDisk = tree.size("store.minFreeDisk", "1GiB", 0, 1L << 50);
        return new Inbox.Limits(
                tree.integer("store.maxWaitingObjects", 1_000_000, 1, Integer.MAX_VALUE), minFreeDisk, maxObjectBytes);
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
                        tree.integer("store.maxEventsPerStudy", StudyLimits.DEFAULT.maxEvents(), 1, 1_000_000)));
    }
}
