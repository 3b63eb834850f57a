package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.doseagent.cli.output.Table.Kind;

/**
 * The form of a field in a table.
 *
 * @param absent the text for an absent value
 * @param look returns the text of a present value
 */
public record Shown(String heading, Kind kind, String absent, Function<JsonNode, String> look) {

    /** Shows a value as it is, under a heading. */
    public static Shown shown(String heading) {
        return new Shown(heading, Kind.VALUE, "-", Look::csv);
    }

    /** Makes the column one of numbers: aligned at its right edge, and never cut. */
    public Shown right() {
        return new Shown(heading, Kind.NUMBER, absent, look);
    }

    /** Makes the column one of free text, which a narrow terminal cuts. */
    public Shown free() {
        return new Shown(heading, Kind.FREE_TEXT, absent, look);
    }

    /** Sets the text for an absent value. */
    public Shown orElse(String text) {
        return new Shown(heading, kind, text, look);
    }

    /** Prints a value in another form, such as {@link Look#minute}. */
    public Shown as(Function<JsonNode, String> form) {
        return new Shown(heading, kind, absent, form);
    }

    String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return absent;
        }
        String text = look.apply(value);
        return text.isEmpty() ? absent : text;
    }
}
