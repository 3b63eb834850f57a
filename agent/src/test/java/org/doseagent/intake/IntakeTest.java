package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.doseagent.rdsr.qa.NotPatient;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.InboxEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answer that a sender gets, and what the inbox keeps. */
final class IntakeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00.123456789Z");
    private static final int MAX_BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private final AtomicInteger woken = new AtomicInteger();
    private DoseStore doses;
    private Inbox inbox;

    private Intake intake(Inbox.Limits limits) {
        doses = new DoseStore(folder, "site", Clock.systemUTC());
        inbox = new Inbox(folder, limits, doses.received(), Thread::new);
        return new Intake(inbox, Clock.fixed(NOW, ZoneOffset.UTC), woken::incrementAndGet, settings());
    }

    private static IntakeSettings settings() {
        return new IntakeSettings(
                IntakeSettings.PatientIdentity.PSEUDONYM,
                new NotPatient.Patterns(List.of(), List.of(), List.of()),
                DicomLimits.DEFAULT,
                StudyLimits.DEFAULT,
                new ScreeningSettings(64 * 1024, 30));
    }

    @AfterEach
    void close() {
        inbox.close();
        doses.close();
    }

    @Test
    void an_object_is_kept_with_its_origin_before_it_is_acknowledged_and_wakes_the_worker() {
        Intake intake = intake(new Inbox.Limits(10, 0, MAX_BYTES));

        assertThat(intake.store(object("2.25.1", 100))).isEqualTo(StoreStatus.SUCCESS);

        InboxEntry entry = inbox.list(9).get(0);
        assertThat(entry.sopInstanceUid()).isEqualTo(new SopInstanceUid("2.25.1"));
        assertThat(entry.sopClassUid().value()).isEqualTo("1.2.840.10008.5.1.4.1.1.88.67");
        assertThat(entry.transferSyntaxUid().value()).isEqualTo("1.2.840.10008.1.2.1");
        assertThat(entry.callingAeTitle()).contains(new AeTitle("PACS1"));
        assertThat(entry.receivedAt()).isEqualTo(NOW);
        assertThat(entry.size()).isEqualTo(100);
        assertThat(woken).hasValue(1);
    }

    @Test
    void a_full_inbox_asks_the_sender_to_try_again() {
        Intake intake = intake(new Inbox.Limits(1, 0, MAX_BYTES));
        assertThat(intake.store(object("2.25.1", 100))).isEqualTo(StoreStatus.SUCCESS);
        assertThat(intake.store(object("2.25.2", 100))).isEqualTo(StoreStatus.OUT_OF_RESOURCES);
        assertThat(inbox.waiting()).isEqualTo(1);
    }

    @Test
    void an_object_above_the_size_limit_is_refused_for_good() {
        Intake intake = intake(new Inbox.Limits(10, 0, MAX_BYTES));
        assertThat(intake.store(object("2.25.1", MAX_BYTES + 1))).isEqualTo(StoreStatus.ABOVE_SIZE_LIMIT);
        assertThat(inbox.waiting()).isZero();
    }

    @Test
    void a_disk_below_its_floor_asks_the_sender_to_try_again() {
        Intake intake = intake(new Inbox.Limits(10, Long.MAX_VALUE, MAX_BYTES));
        assertThat(intake.store(object("2.25.1", 100))).isEqualTo(StoreStatus.OUT_OF_RESOURCES);
    }

    private static ReceivedObject object(String uid, int bytes) {
        return new ReceivedObject(
                "1.2.840.10008.5.1.4.1.1.88.67",
                new SopInstanceUid(uid),
                "1.2.840.10008.1.2.1",
                new byte[bytes],
                new AeTitle("PACS1"),
                new AeTitle("DOSE_AGENT"),
                "10.0.0.7");
    }
}
