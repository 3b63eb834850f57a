package org.doseagent.review;

import java.time.LocalDate;
import java.time.YearMonth;
import org.doseagent.store.exams.ReportRows;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.CompletenessReview;

/** Reads which exams arrived in a period, one month at a time, and finds out which are missing. Thread-safe. */
public final class CompletenessQuery {

    /** Weeks that are read in addition to those of the rhythm: quiet days do not count for it. */
    private static final int SPARE_WEEKS = 8;

    private final Inbox inbox;
    private final ReportRows rows;
    private final Completeness.Settings settings;

    public CompletenessQuery(Inbox inbox, ReportRows rows, Completeness.Settings settings) {
        this.inbox = inbox;
        this.rows = rows;
        this.settings = settings;
    }

    /** Returns the completeness of a period; both days are inclusive. */
    public Completeness of(LocalDate from, LocalDate to) {
        CompletenessReview review = new CompletenessReview(from, to, settings);
        rows.days(from.minusWeeks(settings.weeks() + SPARE_WEEKS), to)
                .forEach(day -> review.worked(day.deviceKey(), day.day(), day.exams()));
        LocalDate first = from;
        while (!first.isAfter(to)) {
            LocalDate end = YearMonth.from(first).atEndOfMonth();
            LocalDate last = end.isAfter(to) ? to : end;
            rows.arrivals(first, last).forEach(review::arrived);
            first = last.plusDays(1);
        }
        UnreadableReports.since(from, inbox, rows).forEach(review::unreadable);
        return review.result();
    }
}
