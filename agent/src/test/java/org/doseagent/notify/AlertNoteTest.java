package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.Notification;
import org.doseagent.store.alerts.NotificationMode;
import org.junit.jupiter.api.Test;

final class AlertNoteTest {

    @Test
    void names_of_protocols_which_technicians_type_do_not_leave() {
        AlertNote note =
                AlertNote.of(
                        stored(AlertKind.CHANGE, AlertWords.of("protocols in use since 2026-10: \"CHEST QMARKER\".")), true);

        assertThat(note.text()).contains("have changed").doesNotContain("QMARKER");
        assertThat(note.scanner()).contains("SCANNER S1");
    }

    @Test
    void a_scanner_that_is_not_to_be_named_is_named_nowhere() {
        AlertNote note = AlertNote.of(
                stored(
                        AlertKind.DOSE_CREEP,
                        AlertWords.of("CT-CHEST on ").scanner("SCANNER S1").then(" rises.")),
                false);

        assertThat(note.text()).isEqualTo("CT-CHEST on the scanner rises.");
        assertThat(note.scanner()).isEmpty();
    }

    @Test
    void the_time_of_an_exam_leaves_neither_with_nor_without_the_scanner() {
        AlertWords words = AlertWords.of("on ")
                .scanner("SCANNER S1")
                .then(": the exam of ")
                .timeOfExam(LocalDateTime.parse("2026-10-05T09:00"))
                .then(" (2026-10-01 to 2026-10-05)");

        assertThat(AlertNote.of(stored(AlertKind.GROUP_RULE, words), true).text())
                .isEqualTo("on SCANNER S1: the exam of (time: see alerts show) (2026-10-01 to 2026-10-05)");
        assertThat(AlertNote.of(stored(AlertKind.GROUP_RULE, words), false).text())
                .isEqualTo("on the scanner: the exam of (time: see alerts show) (2026-10-01 to 2026-10-05)");
    }

    @Test
    void a_text_of_an_earlier_release_stays_in_the_hospital() {
        AlertWords words = AlertWords.ofEarlierRelease("CT-CHEST, on SCANNER S1: the exam of 2026-10-05T09:00");

        assertThat(AlertNote.of(stored(AlertKind.GROUP_RULE, words), true).text())
                .isEqualTo("An earlier release wrote the text of this alert. \"alerts show\" prints it.");
    }

    private static Notification stored(AlertKind kind, AlertWords words) {
        Instant at = Instant.parse("2026-11-01T00:00:00Z");
        return new Notification(
                1,
                new Notification.Ticket("email", NotificationMode.NOW, "b", at),
                false,
                new Notification.Progress(Notification.State.PENDING, 0, at, Optional.empty(), Optional.empty()),
                new AlertEntry(
                        1,
                        AlertStatus.OPEN,
                        at,
                        new AlertEntry.Subject(Optional.empty(), Optional.empty(), Optional.of("SCANNER S1")),
                        Alert.of(kind, "key", words),
                        new AlertEntry.Decided(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
    }
}
