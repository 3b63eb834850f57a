package org.doseagent.rdsr.text;

import java.util.List;

/** A pattern in which {@code *} matches any characters; it is compared with a whole text and ignores case. Immutable. */
public final class Wildcard {

    private final List<String> parts;

    public Wildcard(String pattern) {
        this.parts = List.of(pattern.split("\\*", -1));
    }

    /** Looks for the parts one after the other, so that no text makes it try combinations. */
    public boolean matches(String text) {
        String first = parts.get(0);
        if (!text.regionMatches(true, 0, first, 0, first.length())) {
            return false;
        }
        if (parts.size() == 1) {
            return text.length() == first.length();
        }
        int position = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = indexOf(text, part, position);
            if (found < 0) {
                return false;
            }
            position = found + part.length();
        }
        String last = parts.get(parts.size() - 1);
        int lastStart = text.length() - last.length();
        return lastStart >= position && text.regionMatches(true, lastStart, last, 0, last.length());
    }

    /** Returns where a part begins in a text, at {@code from} or later, ignoring case; -1 where the text does not have it. */
    public static int indexOf(String text, String part, int from) {
        for (int at = from; at <= text.length() - part.length(); at++) {
            if (text.regionMatches(true, at, part, 0, part.length())) {
                return at;
            }
        }
        return -1;
    }
}
