package org.doseagent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.store.alerts.StoredNotification;
import org.junit.jupiter.api.Test;

final class AlertNoteTest {

    @Test
    void names_of_protocols_which_technicians_type_do_not_leave() {
        AlertNote note = AlertNote.of(stored("change", "protocols in use since 2026-10: \"CHEST QMARKER\"."), true);

        assertThat(note.text()).contains("have changed").doesNotContain("QMARKER");
        assertThat(note.scanner()).contains("SCANNER S1");
    }

    @Test
    void a_scanner_that_is_not_to_be_named_is_named_nowhere() {
        AlertNote note = AlertNote.of(stored("dose-creep", "CT-CHEST on SCANNER S1 rises."), false);

        assertThat(note.text()).isEqualTo("CT-CHEST on the scanner rises.");
        assertThat(note.scanner()).isEmpty();
    }

    private static StoredNotification stored(String kind, String text) {
        Instant at = Instant.parse("2026-11-01T00:00:00Z");
        return new StoredNotification(
                1,
                1,
                "email",
                Telling.NOW,
                "b",
                false,
                StoredNotification.State.PENDING,
                0,
                at,
                at,
                Optional.empty(),
                Optional.empty(),
                new StoredNotification.Alert(
                        kind,
                        true,
                        at,
                        Optional.empty(),
                        Optional.of("SCANNER S1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        text,
                        Optional.empty()));
    }
}
