package org.doseagent.notify;

import java.util.Set;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.assessment.AlertWords.Piece;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.Notification;

/**
 * Everything that a message contains about one alert. Texts are one line without control characters, and have a maximum length.
 *
 * @param opening how often the alert has been opened; with {@code alertId} it identifies one occurrence
 * @param scanner empty unless the site allows it in messages
 * @param accessionNumber empty unless the site allows it in messages
 */
public record AlertNote(
        long alertId,
        int opening,
        Instant openedAt,
        Optional<String> scanner,
        Alert alert,
        Optional<String> accessionNumber) {

    private static final int MAX_TEXT = 4000;
    private static final int MAX_NAME = 200;

    public AlertNote {
        scanner = scanner.map(AlertNote::name);
        accessionNumber = accessionNumber.map(AlertNote::name);
        alert = new Alert(
                alert.kind(),
                alert.key(),
                alert.category().map(AlertNote::name),
                new Alert.Figures(
                        alert.quantity(),
                        alert.value(),
                        alert.drl(),
                        alert.ratio(),
                        alert.drlSet().map(AlertNote::name)),
                alert.problems(),
                AlertWords.of(line(alert.text(), MAX_TEXT)),
                alert.severity());
    }

    static AlertNote of(Notification notification, boolean withScanner) {
        AlertEntry entry = notification.alert();
        Alert alert = entry.alert();
        return new AlertNote(
                entry.id(),
                notification.opening(),
                entry.openedAt(),
                entry.subject().device().filter(name -> withScanner),
                new Alert(
                        alert.kind(),
                        alert.key(),
                        alert.category(),
                        alert.figures(),
                        Set.of(),
                        AlertWords.of(text(alert, withScanner)),
                        alert.severity()),
                entry.subject().accessionNumber());
    }

    /** Returns the text of an alert as far as it may leave the hospital. */
    private static String text(Alert alert, boolean withScanner) {
        if (alert.kind() == AlertKind.CHANGE) {
            // The text lists names of protocols. Technicians type these, so they may contain anything (PS3.16 TID 10013, row 2).
            return "Software, model or protocols of a scanner have changed: compare its groups again. \"alerts show\" lists the changes.";
        }
        if (alert.kind() == AlertKind.SILENCE && !withScanner) {
            return "This alert is about a scanner. The site does not allow names of scanners in messages.";
        }
        return alert.words()
                .without(withScanner ? EnumSet.of(Piece.TIME_OF_EXAM) : EnumSet.allOf(Piece.class))
                .orElse("An earlier release wrote the text of this alert. \"alerts show\" prints it.");
    }

    public AlertKind kind() {
        return alert.kind();
    }

    public String text() {
        return alert.text();
    }

    /** Returns the command that shows the alert. */
    public String lookUp() {
        return "dose-agent alerts show " + alertId;
    }

    /** Returns a name of limited length on one line. */
    static String name(String text) {
        return line(text, MAX_NAME);
    }

    /** Returns a text without line breaks, control characters and marks that change the direction of writing. */
    static String line(String text, int max) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        if (line.length() <= max) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(max - 2)) ? max - 2 : max - 1;
        return line.substring(0, end) + "…";
    }
}
