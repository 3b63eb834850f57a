package org.doseagent.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The forms in which a value of the JSON is printed in CSV and in tables. */
public final class Look {

    /** The separator of several values of one field, such as the categories of an exam's parts. */
    private static final String SEVERAL = "; ";

    private static final int TO_MINUTE = "2026-10-01T12:30".length();
    private static final int TO_SECOND = "2026-10-01T12:30:00".length();

    private Look() {}

    /** Returns the CSV form of a value: all digits of a number, the joined values of a list, an empty text for an absent value. */
    public static String csv(JsonNode value) {
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            value.forEach(each -> all.add(csv(each)));
            return String.join(SEVERAL, all);
        }
        return value.isNull() || value.isMissingNode()
                ? ""
                : value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
    }

    /** Returns a time to the minute, without a zone. */
    public static String minute(JsonNode time) {
        return cut(time, TO_MINUTE);
    }

    /** Returns an instant to the second, in UTC. */
    public static String second(JsonNode instant) {
        return cut(instant, TO_SECOND) + "Z";
    }

    /** Returns the first twelve characters, which are enough to distinguish hashes. */
    public static String hash(JsonNode hash) {
        return cut(hash, 12);
    }

    private static String cut(JsonNode value, int length) {
        String text = value.asText();
        return text.substring(0, Math.min(length, text.length()));
    }

    public static String yesOrNo(JsonNode flag) {
        return flag.asBoolean() ? "yes" : "no";
    }

    /** Returns the values of a list with a blank between them. */
    public static String words(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(each -> all.add(csv(each)));
        return String.join(" ", all);
    }

    /** Returns the first present value of a list. */
    public static String first(JsonNode list) {
        for (JsonNode each : list) {
            if (!each.isNull()) {
                return csv(each);
            }
        }
        return "";
    }

    /** Returns the first present one of several fields of a row. */
    public static Function<JsonNode, String> firstOf(String... fields) {
        return row -> {
            for (String field : fields) {
                if (row.hasNonNull(field)) {
                    return csv(row.get(field));
                }
            }
            return "";
        };
    }
}
