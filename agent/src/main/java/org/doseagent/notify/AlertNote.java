package org.doseagent.notify;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
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

    /** The time of one exam, to the minute or better: with the schedule, it identifies the patient. */
    private static final Pattern TIME_OF_EXAM =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?");

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
                line(alert.text(), MAX_TEXT),
                alert.severity());
    }

    static AlertNote of(Notification notification, boolean withScanner) {
        AlertEntry entry = notification.alert();
        Alert alert = entry.alert();
        Optional<String> device = entry.subject().device();
        String text = withScanner ? textWithScanner(alert) : textWithoutScanner(entry);
        return new AlertNote(
                entry.id(),
                notification.opening(),
                entry.openedAt(),
                device.filter(name -> withScanner),
                new Alert(
                        alert.kind(),
                        alert.key(),
                        alert.category(),
                        alert.figures(),
                        TIME_OF_EXAM.matcher(text).replaceAll("(time: see alerts show)"),
                        alert.severity()),
                entry.subject().accessionNumber());
    }

    /** The text of a change lists names of protocols. Technicians type these, so they may contain anything (PS3.16 TID 10013, row 2). */
    private static String textWithScanner(Alert alert) {
        return alert.kind() == AlertKind.CHANGE
                ? "Software, model or protocols of a scanner have changed: compare its groups again. \"alerts show\" lists the changes."
                : alert.text();
    }

    private static String textWithoutScanner(AlertEntry entry) {
        Alert alert = entry.alert();
        return switch (alert.kind()) {
            case CHANGE -> textWithScanner(alert);
            // Such a text may name several scanners.
            case SILENCE -> "This alert is about a scanner. The site does not allow names of scanners in messages.";
            default ->
                entry.subject()
                        .device()
                        .map(name -> alert.text().replace(name, "the scanner"))
                        .orElse(alert.text());
        };
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
