package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * How a table shows a field.
 *
 * @param unit printed after the heading; empty for none
 * @param absent what is printed where the value is absent
 * @param look what is printed of a value that is there
 */
public record Shown(
        String heading, String unit, boolean isRight, String absent, Function<JsonNode, String> look) {

    /** Shows a value as it is, under a heading. */
    public static Shown shown(String heading) {
        return new Shown(heading, "", false, "-", Look::csv);
    }

    /** Prints the unit after the heading. */
    public Shown in(String name) {
        return new Shown(heading, name, isRight, absent, look);
    }

    /** Aligns the column at its right edge. */
    public Shown right() {
        return new Shown(heading, unit, true, absent, look);
    }

    /** Prints this where the value is absent. */
    public Shown orElse(String text) {
        return new Shown(heading, unit, isRight, text, look);
    }

    /** Prints a value in another form, such as {@link Look#minute}. */
    public Shown as(Function<JsonNode, String> form) {
        return new Shown(heading, unit, isRight, absent, form);
    }

    String title() {
        return unit.isEmpty() ? heading : heading + " " + unit;
    }

    String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return absent;
        }
        String text = look.apply(value);
        return text.isEmpty() ? absent : text;
    }
}
