package org.doseagent.notify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.doseagent.store.alerts.StoredNotification;

/**
 * All that leaves about one alert. Texts are one line without control characters, and no longer than a mail can bear.
 *
 * @param opening how often it has been opened; with {@code alertId} it is one occurrence
 * @param accessionNumber empty unless the site lets it leave
 */
public record AlertNote(
        long alertId,
        int opening,
        String kind,
        Instant openedAt,
        Optional<String> category,
        Optional<String> scanner,
        Optional<String> quantity,
        Optional<BigDecimal> value,
        Optional<BigDecimal> drl,
        Optional<BigDecimal> ratio,
        Optional<String> drlSet,
        String text,
        Optional<String> accessionNumber) {

    private static final int MAX_TEXT = 4000;
    private static final int MAX_NAME = 200;

    /** The time of one exam, to the minute or better: who knows the schedule knows the patient. */
    private static final String TIME_OF_EXAM = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?";

    /** The kind whose text lists names of protocols, which technicians type: free text may hold anything (PS3.16 TID 10013, row 2). */
    private static final String WITH_FREE_TEXT = "change";

    /** Kinds whose text is about scanners and may name several of them. */
    private static final String ABOUT_SCANNERS = "change|silence";

    public AlertNote {
        category = category.map(AlertNote::name);
        scanner = scanner.map(AlertNote::name);
        drlSet = drlSet.map(AlertNote::name);
        accessionNumber = accessionNumber.map(AlertNote::name);
        text = line(text, MAX_TEXT);
    }

    static AlertNote of(StoredNotification stored, boolean withScanner) {
        StoredNotification.Alert alert = stored.alert();
        return new AlertNote(
                stored.alertId(),
                stored.opening(),
                alert.kind(),
                alert.openedAt(),
                alert.category(),
                alert.device().filter(name -> withScanner),
                alert.quantity(),
                alert.value(),
                alert.drl(),
                alert.ratio(),
                alert.drlSet(),
                text(alert, withScanner).replaceAll(TIME_OF_EXAM, "(time: see alerts show)"),
                alert.accessionNumber());
    }

    private static String text(StoredNotification.Alert alert, boolean withScanner) {
        if (alert.kind().equals(WITH_FREE_TEXT)) {
            return "Software, model or protocols of a scanner have changed: compare its groups again. What changed is told by alerts show.";
        }
        return withScanner ? alert.text() : withoutScanner(alert);
    }

    private static String withoutScanner(StoredNotification.Alert alert) {
        return alert.kind().matches(ABOUT_SCANNERS)
                ? "About a scanner; the site does not let its name leave."
                : alert.device()
                        .map(name -> alert.text().replace(name, "the scanner"))
                        .orElse(alert.text());
    }

    /** Returns how a person looks the alert up. */
    public String lookUp() {
        return "dose-agent alerts show " + alertId;
    }

    private static String name(String text) {
        return line(text, MAX_NAME);
    }

    /** Returns a text that cannot begin a line or turn the direction of writing. */
    static String line(String text, int most) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "…";
    }
}
