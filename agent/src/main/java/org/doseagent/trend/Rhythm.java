package org.doseagent.trend;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The learned rhythm of one scanner: how many exams it usually has in each hour of a week. A silence is measured in expected exams, so a
 * night, a weekend or a regular day off counts nothing. It is reported when more exams are expected than the configured number of the
 * scanner's busiest days has. With one and a half of them, a single public holiday is not reported, but two in a row are, unless the site
 * lists its holidays.
 */
public final class Rhythm {

    private static final int HOURS = 7 * 24;

    private final Settings settings;
    private final double[] expected = new double[HOURS];
    private final LocalDateTime lastExam;
    private final double threshold;

    /**
     * When a scanner is silent.
     *
     * @param weeks number of weeks from which the rhythm is learned; at least a third of them must be known
     * @param minExams fewer expected exams are never a silence
     * @param minHours a shorter time is never a silence
     * @param busiestDays more exams must be expected than this number of busiest days of the week has
     * @param holidays days on which no exam is expected
     */
    public record Settings(int weeks, int minExams, int minHours, double busiestDays, Holidays holidays) {

        /** Without a list of holidays. */
        public Settings(int weeks, int minExams, int minHours, double busiestDays) {
            this(weeks, minExams, minHours, busiestDays, Holidays.NONE);
        }
    }

    /**
     * A scanner that has gone quiet.
     *
     * @param since the hour of its last exam
     * @param missedExams number of exams expected since
     */
    public record Silence(LocalDateTime since, double missedExams) {}

    private Rhythm(NavigableMap<LocalDateTime, Integer> exams, LocalDateTime learnedFrom, Settings settings) {
        this.settings = settings;
        lastExam = exams.lastKey();
        double weeks = Math.max(1, ChronoUnit.HOURS.between(learnedFrom, lastExam) / (double) HOURS);
        exams.forEach((hour, count) -> expected[hourOfWeek(hour)] += count / weeks);
        double busiestDay = 0;
        for (int day = 0; day < 7; day++) {
            double sum = 0;
            for (int hour = 0; hour < 24; hour++) {
                sum += expected[day * 24 + hour];
            }
            busiestDay = Math.max(busiestDay, sum);
        }
        threshold = Math.max(settings.minExams, settings.busiestDays * busiestDay);
    }

    /** Learns the rhythm from the weeks before the last exam; empty when too few weeks are known. */
    static Optional<Rhythm> learn(NavigableMap<LocalDateTime, Integer> examsByHour, Settings settings) {
        if (examsByHour.isEmpty()) {
            return Optional.empty();
        }
        LocalDateTime last = examsByHour.lastKey();
        LocalDateTime from = last.minusWeeks(settings.weeks);
        LocalDateTime first = examsByHour.firstKey().isAfter(from) ? examsByHour.firstKey() : from;
        boolean isKnown = Duration.between(first, last).toDays() * 3 >= settings.weeks * 7L;
        return isKnown ? Optional.of(new Rhythm(examsByHour.tailMap(from, false), first, settings)) : Optional.empty();
    }

    /** Returns the silence of a scanner at this hour of our clock; empty when it follows its rhythm, or has none yet. */
    public static Optional<Silence> silence(ScannerActivity activity, LocalDateTime now, Settings settings) {
        return learn(activity.examsByHour(), settings)
                .flatMap(rhythm -> rhythm.silenceAt(now.minus(activity.usualDelay())));
    }

    private Optional<Silence> silenceAt(LocalDateTime now) {
        if (Duration.between(lastExam, now).toHours() < settings.minHours) {
            return Optional.empty();
        }
        double missed = missed(lastExam, now);
        return missed > threshold ? Optional.of(new Silence(lastExam, missed)) : Optional.empty();
    }

    /**
     * Returns the number of exams expected in the hours between two hours, both exclusive; at most one year, which is how far back
     * scanners are read.
     */
    private double missed(LocalDateTime after, LocalDateTime before) {
        double missed = 0;
        LocalDateTime hour = after.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        while (!hour.plusHours(1).isAfter(before)) {
            if (!settings.holidays.contains(hour.toLocalDate())) {
                missed += expected[hourOfWeek(hour)];
            }
            hour = hour.plusHours(1);
        }
        return missed;
    }

    private static int hourOfWeek(LocalDateTime time) {
        return (time.getDayOfWeek().getValue() - 1) * 24 + time.getHour();
    }
}
