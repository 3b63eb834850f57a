package org.doseagent.notify;

import java.util.ArrayList;
import java.util.List;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.notify.Message.Occasion;

/** A message for people: subject, plain text, and the same text as simple HTML. */
final class MessageText {

    private static final int MAX_SUBJECT = 160;

    private MessageText() {}

    static String subject(Message message, String prefix) {
        return AlertNote.line(prefix + " " + about(message), MAX_SUBJECT);
    }

    private static String about(Message message) {
        if (message.occasion() == Occasion.TEST) {
            return "test message of " + message.site();
        }
        if (message.occasion() == Occasion.DIGEST) {
            return "digest of " + message.site() + ": " + count(message.size());
        }
        AlertNote first = message.notes().get(0);
        return message.size() == 1
                ? first.kind().label()
                        + first.alert()
                                .category()
                                .map(category -> " " + category)
                                .orElse("") + " (alert " + first.alertId()
                        + ")"
                : count(message.size()) + " of " + message.site();
    }

    static String plain(Message message) {
        return message.digest()
                .map(digest -> String.join("\n", DigestText.lines(message, digest)) + "\n")
                .orElseGet(() -> plainOfEach(message));
    }

    private static String plainOfEach(Message message) {
        StringBuilder text = new StringBuilder();
        for (String line : opening(message)) {
            text.append(line).append("\n");
        }
        for (AlertNote note : message.notes()) {
            text.append("\nAlert ")
                    .append(note.alertId())
                    .append(": ")
                    .append(note.kind().label())
                    .append("\n");
            facts(note).forEach(fact -> text.append("  ").append(fact).append("\n"));
            text.append("  ").append(note.text()).append("\n");
            text.append("  Show it: ").append(note.lookUp()).append("\n");
        }
        text.append("\n");
        for (String line : ending(message)) {
            text.append(line).append("\n");
        }
        return text.toString();
    }

    static String html(Message message) {
        StringBuilder html = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escape(about(message)))
                .append("</title></head><body style=\"font-family:sans-serif\">\n");
        if (message.digest().isPresent()) {
            return html.append("<pre>")
                    .append(escape(plain(message)))
                    .append("</pre>\n</body></html>\n")
                    .toString();
        }
        opening(message).forEach(line -> paragraph(html, line));
        for (AlertNote note : message.notes()) {
            html.append("<h2 style=\"font-size:1.1em\">Alert ")
                    .append(note.alertId())
                    .append(": ")
                    .append(escape(note.kind().label()))
                    .append("</h2>\n<ul>\n");
            facts(note).forEach(fact -> html.append("<li>").append(escape(fact)).append("</li>\n"));
            html.append("</ul>\n");
            paragraph(html, note.text());
            html.append("<p>Show it: <code>").append(escape(note.lookUp())).append("</code></p>\n");
        }
        ending(message).forEach(line -> paragraph(html, line));
        return html.append("</body></html>\n").toString();
    }

    private static void paragraph(StringBuilder html, String line) {
        html.append("<p>").append(escape(line)).append("</p>\n");
    }

    private static List<String> opening(Message message) {
        return message.occasion() == Occasion.TEST
                ? List.of("This is a test message of the dose agent of " + message.site()
                        + ". Alerts will be sent this way.")
                : List.of(count(message.size()) + " of " + message.site()
                        + (message.occasion() == Occasion.DIGEST ? " since the last digest." : "."));
    }

    private static List<String> ending(Message message) {
        List<String> lines = new ArrayList<>();
        if (!message.more().isEmpty()) {
            List<String> counts = new ArrayList<>();
            message.more().forEach((kind, count) -> counts.add(kind + " " + count));
            lines.add("Not listed here: " + String.join(", ", counts) + ". See dose-agent alerts list.");
        }
        if (message.overflow() > 0) {
            lines.add(
                    message.overflow()
                            + " of these alerts are in the digest because notify.maxPerHour messages had been sent within an hour.");
        }
        lines.add(Alert.NOT_A_LIMIT);
        return lines;
    }

    private static List<String> facts(AlertNote note) {
        List<String> facts = new ArrayList<>();
        note.alert().category().ifPresent(category -> facts.add("Category: " + category));
        note.scanner().ifPresent(scanner -> facts.add("Scanner: " + scanner));
        note.alert().figures().text().ifPresent(facts::add);
        note.accessionNumber().ifPresent(number -> facts.add("Accession number: " + number));
        facts.add("Opened: " + note.openedAt());
        return facts;
    }

    private static String count(int alerts) {
        return alerts == 1 ? "1 alert" : alerts + " alerts";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
