package org.doseagent.notify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.notify.Message.Occasion;

/** Messages for tests. */
final class Messages {

    private Messages() {}

    static AlertNote note(long id, String text) {
        return new AlertNote(
                id,
                1,
                "exam-far-above-drl",
                Instant.parse("2026-11-24T08:00:00Z"),
                Optional.of("CT-CHEST"),
                Optional.of("Scanner Ä 1"),
                Optional.of("DLP"),
                Optional.of(new BigDecimal("900")),
                Optional.of(new BigDecimal("400")),
                Optional.of(new BigDecimal("2.25")),
                Optional.of("test"),
                text,
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
                0);
    }
}
