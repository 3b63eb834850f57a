package org.doseagent.notify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.notify.Message.Occasion;

/** A message as a person reads it: subject, plain text, and the same as simple HTML. */
final class MessageText {

    private static final int MAX_SUBJECT = 160;

    private static final String CLOSING =
            "A diagnostic reference level (DRL) is a level for groups of patients, not a limit for one of them; an alert is a hint to look.";

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
                ? first.kind()
                        + first.category().map(category -> " " + category).orElse("") + " (alert " + first.alertId()
                        + ")"
                : count(message.size()) + " of " + message.site();
    }

    static String plain(Message message) {
        StringBuilder text = new StringBuilder();
        for (String line : opening(message)) {
            text.append(line).append("\n");
        }
        for (AlertNote note : message.notes()) {
            text.append("\nAlert ")
                    .append(note.alertId())
                    .append(": ")
                    .append(note.kind())
                    .append("\n");
            facts(note).forEach(fact -> text.append("  ").append(fact).append("\n"));
            text.append("  ").append(note.text()).append("\n");
            text.append("  Look it up: ").append(note.lookUp()).append("\n");
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
        opening(message).forEach(line -> paragraph(html, line));
        for (AlertNote note : message.notes()) {
            html.append("<h2 style=\"font-size:1.1em\">Alert ")
                    .append(note.alertId())
                    .append(": ")
                    .append(escape(note.kind()))
                    .append("</h2>\n<ul>\n");
            facts(note).forEach(fact -> html.append("<li>").append(escape(fact)).append("</li>\n"));
            html.append("</ul>\n");
            paragraph(html, note.text());
            html.append("<p>Look it up: <code>").append(escape(note.lookUp())).append("</code></p>\n");
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
                        + ". Alerts will come this way.")
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
                            + " of these were to be told at once; they came into the digest since more messages than notify.maxPerHour had left.");
        }
        lines.add(CLOSING);
        return lines;
    }

    private static List<String> facts(AlertNote note) {
        List<String> facts = new ArrayList<>();
        note.category().ifPresent(category -> facts.add("Category: " + category));
        note.scanner().ifPresent(scanner -> facts.add("Scanner: " + scanner));
        note.quantity()
                .ifPresent(quantity -> facts.add(quantity + ": " + plain(note.value()) + unit(quantity)
                        + note.drl()
                                .map(drl -> ", DRL " + drl.toPlainString() + unit(quantity))
                                .orElse("")
                        + note.ratio()
                                .map(ratio -> ", ratio " + ratio.toPlainString())
                                .orElse("")
                        + note.drlSet().map(set -> ", set " + set).orElse("")));
        note.accessionNumber().ifPresent(number -> facts.add("Accession number: " + number));
        facts.add("Opened: " + note.openedAt());
        return facts;
    }

    private static String unit(String quantity) {
        return quantity.equals("DLP") ? " mGy·cm" : " mGy";
    }

    private static String plain(Optional<BigDecimal> value) {
        return value.map(BigDecimal::toPlainString).orElse("-");
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
