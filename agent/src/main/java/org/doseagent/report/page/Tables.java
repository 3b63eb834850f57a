package org.doseagent.report.page;

import java.util.List;

/** Tables that scroll sideways on a narrow screen, by touch or keyboard. Columns of text come first, then right-aligned columns of numbers. */
final class Tables {

    private record Head(String caption, List<String> columns, String style) {}

    private Tables() {}

    /**
     * Opens a table.
     *
     * @param texts how many of the columns, from the left, are texts
     */
    static void open(Html out, String caption, List<String> columns, int texts) {
        open(out, new Head(caption, columns, ""), texts);
    }

    /** Opens a table whose caption repeats the heading above it and is for screen readers only. */
    static void openBelowHeading(Html out, String caption, List<String> columns, int texts) {
        open(out, new Head(caption, columns, " class=\"heard\""), texts);
    }

    private static void open(Html out, Head head, int texts) {
        out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(head.caption())
                .raw("\"><table><caption" + head.style() + ">")
                .text(head.caption())
                .raw("</caption><thead><tr>");
        for (int i = 0; i < head.columns().size(); i++) {
            out.element(
                    i < texts ? "th scope=\"col\"" : "th scope=\"col\" class=\"number\"",
                    head.columns().get(i));
        }
        out.raw("</tr></thead><tbody>\n");
    }

    /** Adds a row whose first cell is its header. */
    static void row(Html out, int texts, List<String> cells) {
        out.raw("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            out.element(i == 0 ? "th scope=\"row\"" : i < texts ? "td" : "td class=\"number\"", cells.get(i));
        }
        out.raw("</tr>\n");
    }

    static void close(Html out) {
        out.raw("</tbody></table></div>\n");
    }
}
