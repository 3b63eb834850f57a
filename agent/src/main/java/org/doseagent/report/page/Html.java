package org.doseagent.report.page;

/** Builds HTML; every text from outside this program must be added with {@link #text}. Not thread-safe. */
final class Html {

    private final StringBuilder out = new StringBuilder();

    /** Adds markup of this program. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds a text, escaped for content and for attributes in double quotes. */
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Adds an element with a text. */
    Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name.split(" ", 2)[0] + ">");
    }

    Html row(String cell, Iterable<String> texts) {
        raw("<tr>");
        texts.forEach(text -> element(cell, text));
        return raw("</tr>\n");
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(Character.isISOControl(c) && c != '\n' ? ' ' : c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
