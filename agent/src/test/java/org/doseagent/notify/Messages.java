package org.doseagent.notify;

import org.doseagent.dose.assessment.AlertWords;
import java.util.Set;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.notify.Message.Occasion;

/** Messages for tests. */
final class Messages {

    private Messages() {}

    static AlertNote note(long id, String text) {
        return new AlertNote(
                id,
                1,
                Instant.parse("2026-11-24T08:00:00Z"),
                Optional.of("Scanner Ä 1"),
                new Alert(
                        AlertKind.EXAM_FAR_ABOVE_DRL,
                        "key",
                        Optional.of("CT-CHEST"),
                        Alert.Figures.of(Quantity.DLP, new BigDecimal("900"))
                                .withRatio(new BigDecimal("2.25"))
                                .beside(new BigDecimal("400"), "test"),
                        Set.of(),
                        AlertWords.of(text),
                        0),
                Optional.empty());
    }

    static Message now(AlertNote... notes) {
        return new Message(
                "0b5f3c1e-0000-3000-8000-000000000001",
                Occasion.NOW,
                "demo-hospital",
                Instant.parse("2026-11-24T08:00:10Z"),
                List.of(notes),
                new TreeMap<>(),
                0,
                Optional.empty());
    }
}
