package org.doseagent.report.page;

import java.time.LocalDate;
import java.util.List;
import org.doseagent.trend.Completeness;

/** How complete the period is, the numbers behind the figure, and a calendar of the days of each scanner. */
final class CompletenessTable {

    private static final int WIDTH = 1000;
    private static final int ROW = 40;
    private static final int CELL = 20;
    private static final int SHOWN = 12;
    private static final int SHADES = 4;

    private final Completeness completeness;
    private final Words words;
    private final Html out = new Html();

    CompletenessTable(Completeness completeness, Words words) {
        this.completeness = completeness;
        this.words = words;
    }

    String html() {
        out.element("h2 id=\"completeness\"", words.of("completeness"));
        out.element("p class=\"lead\"", sentence()).element("p", words.of("completenessText"));
        if (completeness.settings().isCtOnlySequence()) {
            out.element("p", words.of("ctOnly"));
        }
        if (!completeness.rows().isEmpty()) {
            calendar();
        }
        Tables.openBelowHeading(
                out,
                words.of("completeness"),
                List.of(
                        words.of("scanner"),
                        words.of("exams"),
                        words.of("daysWithExams"),
                        words.of("truncated"),
                        words.of("missing"),
                        words.of("possible"),
                        words.of("unjudged")),
                1);
        completeness
                .rows()
                .forEach(row -> Tables.row(
                        out,
                        1,
                        List.of(
                                row.scanner().label(),
                                words.count(row.exams()),
                                words.count(row.byDay().size()),
                                words.count(row.truncated().size()),
                                words.count(row.missing()),
                                words.count(row.possible()),
                                words.count(row.unjudgedDays()))));
        Tables.close(out);
        what();
        return out.toString();
    }

    private String sentence() {
        return completeness.percent().isEmpty()
                ? words.of("noExam")
                : words.of(
                        "complete",
                        completeness.percent().map(words::percent).orElse(Words.NONE),
                        words.count(completeness.exams()),
                        words.count(completeness.truncated()),
                        words.count(completeness.missing()),
                        words.count(completeness.possible()),
                        completeness.percentAtLeast().map(words::percent).orElse(Words.NONE));
    }

    /** Lists the missing exams, without accession numbers, which only the command line prints. */
    private void what() {
        out.raw("<ul class=\"notes\">");
        int shown = 0;
        for (Completeness.Row row : completeness.rows()) {
            for (Completeness.Silence silence : row.silences()) {
                if (silence.missing() > 0 && shown++ < SHOWN) {
                    out.element(
                            "li",
                            words.of(
                                    "silence",
                                    row.scanner().label(),
                                    silence.from().toString(),
                                    silence.to().toString(),
                                    words.count(silence.missing())));
                }
            }
        }
        count("unreadable", completeness.unreadable().size());
        count("missingNumbers", completeness.missingNumbers());
        count("possibleNumbers", completeness.possibleNumbers());
        out.raw("</ul>\n");
    }

    private void count(String key, int number) {
        if (number > 0) {
            out.element("li", words.of(key, words.count(number)));
        }
    }

    private void calendar() {
        LocalDate from = completeness.from();
        int days = (int) (completeness.to().toEpochDay() - from.toEpochDay() + 1);
        double width = WIDTH / (double) days;
        int height = ROW * completeness.rows().size() + 16;
        out.raw("<figure><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .text(words.of("calendar"))
                .raw("\"><svg class=\"calendar\" role=\"img\" aria-labelledby=\"calendart calendard\" viewBox=\"0 0 "
                        + WIDTH + " " + height + "\"><title id=\"calendart\">")
                .text(words.of("calendar"))
                .raw("</title><desc id=\"calendard\">")
                .text(sentence())
                .raw("</desc>\n");
        int y = 0;
        for (Completeness.Row row : completeness.rows()) {
            out.raw("<text class=\"name\" x=\"0\" y=\"" + (y + 12) + "\">")
                    .text(row.scanner().label())
                    .raw("</text>\n");
            int max = row.byDay().values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(1);
            row.byDay().forEach((day, exams) -> {
                int shade = Math.max(1, (exams * SHADES + max - 1) / max);
                cell("d" + shade, day, width, row);
            });
            y += ROW;
        }
        months(from, days, width, height);
        out.raw("</svg></div>").element("figcaption", words.of("calendarText")).raw("</figure>\n");
    }

    private void cell(String style, LocalDate day, double width, Completeness.Row row) {
        int top = ROW * completeness.rows().indexOf(row) + 16;
        double x = (day.toEpochDay() - completeness.from().toEpochDay()) * width;
        out.raw("<rect class=\"" + style + "\" x=\"" + Axis.px(x) + "\" y=\"" + top + "\" width=\""
                + Axis.px(Math.max(0.8, width - 0.4)) + "\" height=\"" + CELL + "\"/>");
    }

    private void months(LocalDate from, int days, double width, int height) {
        for (Completeness.Row row : completeness.rows()) {
            for (Completeness.Silence silence : row.silences()) {
                int top = ROW * completeness.rows().indexOf(row) + 16;
                double x = (silence.from().toEpochDay() - from.toEpochDay()) * width;
                double wide = (silence.to().toEpochDay() - silence.from().toEpochDay() + 1) * width;
                out.raw("<rect class=\"" + (silence.missing() > 0 ? "silent" : "quiet") + "\" x=\"" + Axis.px(x)
                        + "\" y=\"" + top + "\" width=\"" + Axis.px(wide) + "\" height=\"" + CELL + "\"/>");
                if (silence.missing() > 0) {
                    out.raw("<text class=\"drltext\" text-anchor=\"middle\" x=\"" + Axis.px(x + wide / 2) + "\" y=\""
                                    + (top - 3) + "\">")
                            .text("✕ " + silence.missing())
                            .raw("</text>\n");
                }
            }
        }
        int every = Math.max(1, days / 365);
        for (LocalDate day = from; !day.isAfter(completeness.to()); day = day.plusDays(1)) {
            if (day.getDayOfMonth() == 1 && (day.getMonthValue() - 1) % every == 0) {
                double x = (day.toEpochDay() - from.toEpochDay()) * width;
                out.raw("<text class=\"tick\" x=\"" + Axis.px(x) + "\" y=\"" + (height - 2) + "\">"
                        + day.toString().substring(0, 7) + "</text>");
            }
        }
    }
}
