package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * The form of a field in a table.
 *
 * @param absent the text for an absent value
 * @param look returns the text of a present value
 */
public record Shown(String heading, boolean isRight, String absent, Function<JsonNode, String> look) {

    /** Shows a value as it is, under a heading. */
    public static Shown shown(String heading) {
        return new Shown(heading, false, "-", Look::csv);
    }

    /** Aligns the column at its right edge. */
    public Shown right() {
        return new Shown(heading, true, absent, look);
    }

    /** Sets the text for an absent value. */
    public Shown orElse(String text) {
        return new Shown(heading, isRight, text, look);
    }

    /** Prints a value in another form, such as {@link Look#minute}. */
    public Shown as(Function<JsonNode, String> form) {
        return new Shown(heading, isRight, absent, form);
    }

    String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return absent;
        }
        String text = look.apply(value);
        return text.isEmpty() ? absent : text;
    }
}
