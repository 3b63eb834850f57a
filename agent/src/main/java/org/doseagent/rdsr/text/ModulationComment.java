package org.doseagent.rdsr.text;

import java.util.Locale;
import java.util.Optional;

/** The type of tube current modulation in a comment, where Siemens writes it: {@code X-Ray Modulation Type = XYZ_EC, …}. */
public final class ModulationComment {

    private static final String NAME = "ray modulation type";

    private ModulationComment() {}

    /** Returns the type in capital letters; empty for any other comment. */
    public static Optional<String> read(String comment) {
        for (int at = Wildcard.indexOf(comment, NAME, 0); at >= 0; at = Wildcard.indexOf(comment, NAME, at + 1)) {
            int equals = skipSpace(comment, at + NAME.length());
            if (isXray(comment, at) && equals < comment.length() && comment.charAt(equals) == '=') {
                int start = equals + 1;
                String type = comment.substring(start, endOf(comment, start)).strip();
                if (!type.isEmpty()) {
                    return Optional.of(type.toUpperCase(Locale.ROOT));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether {@code X} or {@code X-} is before a position. */
    private static boolean isXray(String comment, int position) {
        int at = position > 0 && comment.charAt(position - 1) == '-' ? position - 2 : position - 1;
        return at >= 0 && (comment.charAt(at) == 'x' || comment.charAt(at) == 'X');
    }

    private static int skipSpace(String comment, int from) {
        int at = from;
        while (at < comment.length() && Character.isWhitespace(comment.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int endOf(String comment, int from) {
        int end = from;
        while (end < comment.length() && comment.charAt(end) != ',' && comment.charAt(end) != ';') {
            end++;
        }
        return end;
    }
}
