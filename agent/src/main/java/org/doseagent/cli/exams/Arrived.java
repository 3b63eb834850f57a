package org.doseagent.cli.exams;

import java.time.LocalDate;
import java.time.YearMonth;
import org.doseagent.daemon.Agent;
import org.doseagent.review.UnreadableReports;
import org.doseagent.store.exams.ReportRows;
import org.doseagent.trend.Completeness;
import org.doseagent.trend.CompletenessReview;
import org.doseagent.trend.Rhythm;

/** Reads what arrived in a period, a month at a time, and has it reviewed. */
final class Arrived {

    /** Days of the week that were quiet do not count for a rhythm, so that it is read from further back. */
    private static final int SPARE_WEEKS = 8;

    private Arrived() {}

    static Completeness review(Agent agent, LocalDate from, LocalDate to) {
        Rhythm.Settings silence = agent.settings().review().trend().silence();
        CompletenessReview review = new CompletenessReview(
                from,
                to,
                new Completeness.Settings(
                        silence.weeks(),
                        silence.leastExams(),
                        silence.busiestDays(),
                        agent.settings().review().accessionNumbersAreCtOnly()));
        ReportRows rows = agent.doses().rows();
        rows.days(from.minusWeeks(silence.weeks() + SPARE_WEEKS), to)
                .forEach(day -> review.worked(day.deviceKey(), day.day(), day.exams()));
        LocalDate first = from;
        while (!first.isAfter(to)) {
            LocalDate end = YearMonth.from(first).atEndOfMonth();
            LocalDate last = end.isAfter(to) ? to : end;
            rows.arrivals(first, last).forEach(review::arrived);
            first = last.plusDays(1);
        }
        UnreadableReports.since(from, agent.inbox(), rows).forEach(review::unreadable);
        return review.result();
    }
}
