package org.doseagent.report.page;

/**
 * The name of a chart and the text that a screen reader reads in its place.
 *
 * @param id unique on the page
 */
record ChartText(String id, String title, String description) {

    /** Opens the svg element of the chart with its title and description. */
    void open(Html svg, int width, int height) {
        svg.raw("<svg role=\"img\" aria-labelledby=\"" + id + "t " + id + "d\" viewBox=\"0 0 " + width + " " + height
                        + "\"><title id=\"" + id + "t\">")
                .text(title)
                .raw("</title><desc id=\"" + id + "d\">")
                .text(description)
                .raw("</desc>\n");
    }
}
