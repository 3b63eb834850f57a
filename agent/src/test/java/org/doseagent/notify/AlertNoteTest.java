package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.Notification;
import org.doseagent.store.alerts.NotificationMode;
import org.junit.jupiter.api.Test;

final class AlertNoteTest {

    @Test
    void names_of_protocols_which_technicians_type_do_not_leave() {
        AlertNote note =
                AlertNote.of(stored(AlertKind.CHANGE, "protocols in use since 2026-10: \"CHEST QMARKER\"."), true);

        assertThat(note.text()).contains("have changed").doesNotContain("QMARKER");
        assertThat(note.scanner()).contains("SCANNER S1");
    }

    @Test
    void a_scanner_that_is_not_to_be_named_is_named_nowhere() {
        AlertNote note = AlertNote.of(stored(AlertKind.DOSE_CREEP, "CT-CHEST on SCANNER S1 rises."), false);

        assertThat(note.text()).isEqualTo("CT-CHEST on the scanner rises.");
        assertThat(note.scanner()).isEmpty();
    }

    private static Notification stored(AlertKind kind, String text) {
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
                        Alert.of(kind, "key", text),
                        new AlertEntry.Decided(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
    }
}
