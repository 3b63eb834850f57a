package org.doseagent.trend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.dose.identity.DeviceKey;

/**
 * Finds days without an exam on which a scanner usually works, judged by the same day of the week in the weeks before, and estimates how
 * many exams are missing. If at least half of the other scanners that usually work are quiet too, the day counts as a public holiday:
 * exams are possibly missing.
 */
final class QuietDays {

    /** A scanner usually works on a day of the week if it did so in at least this share of the weeks. */
    private static final double WORKING = 0.8;

    /** Share of the configured weeks that a rhythm needs. */
    private static final int MIN_PART = 3;

    /** How far back the same day of the week is searched, because quiet days in between do not count. */
    private static final int MAX_WEEKS = 60;

    /** A scanner that is still quiet at the end, after at least this time, may be out of use. */
    private static final int OUT_OF_USE_DAYS = 28;

    /** If there is no other scanner to compare with, a quiet week is possibly, not certainly, missing. */
    private static final int MIN_DAYS_ALONE = 7;

    private final Map<DeviceKey, NavigableMap<LocalDate, Integer>> byScanner;
    private final Completeness.Settings settings;
    private final LocalDate from;
    private final LocalDate to;
    private final Map<DeviceKey, NavigableMap<LocalDate, Double>> quiet = new TreeMap<>();
    private final Map<LocalDate, Set<DeviceKey>> working = new TreeMap<>();
    private final Map<DeviceKey, Double> busiest = new TreeMap<>();
    private final Map<DeviceKey, Integer> unjudged = new TreeMap<>();

    /** Takes the exams by scanner and day, including the weeks before the period. */
    QuietDays(
            Map<DeviceKey, NavigableMap<LocalDate, Integer>> byScanner,
            Completeness.Settings settings,
            LocalDate from,
            LocalDate to) {
        this.byScanner = byScanner;
        this.settings = settings;
        this.from = from;
        this.to = to;
        byScanner.forEach(this::judge);
    }

    private void judge(DeviceKey scanner, NavigableMap<LocalDate, Integer> exams) {
        NavigableMap<LocalDate, Double> days = quietOf(scanner);
        LocalDate first = exams.firstKey();
        for (LocalDate day = from.isBefore(first) ? first : from; !day.isAfter(to); day = day.plusDays(1)) {
            int known = 0;
            int worked = 0;
            int sum = 0;
            LocalDate before = day.minusWeeks(1);
            for (int week = 1; week <= MAX_WEEKS && known < settings.weeks() && !before.isBefore(first); week++) {
                if (!days.containsKey(before)) {
                    int count = exams.getOrDefault(before, 0);
                    known++;
                    worked += count > 0 ? 1 : 0;
                    sum += count;
                }
                before = before.minusWeeks(1);
            }
            if (known * MIN_PART < settings.weeks()) {
                unjudged.merge(scanner, 1, Integer::sum);
            } else {
                usual(scanner, day, (double) worked / known, (double) sum / known);
            }
        }
    }

    private void usual(DeviceKey scanner, LocalDate day, double workedShare, double expected) {
        busiest.merge(scanner, expected, Math::max);
        if (workedShare >= WORKING) {
            working.computeIfAbsent(day, absent -> new HashSet<>()).add(scanner);
            if (!exams(scanner).containsKey(day)) {
                quietOf(scanner).put(day, expected);
            }
        }
    }

    private NavigableMap<LocalDate, Integer> exams(DeviceKey scanner) {
        return byScanner.getOrDefault(scanner, new TreeMap<>());
    }

    private NavigableMap<LocalDate, Double> quietOf(DeviceKey scanner) {
        return quiet.computeIfAbsent(scanner, absent -> new TreeMap<>());
    }

    /** Returns how many days of the period could not be judged, because too few weeks precede them. */
    int unjudged(DeviceKey scanner) {
        return unjudged.getOrDefault(scanner, 0);
    }

    /** Returns the runs of quiet days of a scanner, each from its first to its last quiet working day. */
    List<Completeness.Silence> silences(DeviceKey scanner) {
        List<Completeness.Silence> silences = new ArrayList<>();
        List<LocalDate> run = new ArrayList<>();
        for (LocalDate day : quietOf(scanner).keySet()) {
            if (!run.isEmpty() && hasExams(scanner, run.get(run.size() - 1), day)) {
                silences.add(silence(scanner, run));
                run = new ArrayList<>();
            }
            run.add(day);
        }
        if (!run.isEmpty()) {
            silences.add(silence(scanner, run));
        }
        return silences;
    }

    private boolean hasExams(DeviceKey scanner, LocalDate after, LocalDate before) {
        return !exams(scanner).subMap(after, false, before, false).isEmpty();
    }

    private Completeness.Silence silence(DeviceKey scanner, List<LocalDate> run) {
        double own = 0;
        double shared = 0;
        for (LocalDate day : run) {
            double expected = quietOf(scanner).getOrDefault(day, 0.0);
            if (isShared(scanner, day)) {
                shared += expected;
            } else {
                own += expected;
            }
        }
        LocalDate first = run.get(0);
        LocalDate last = run.get(run.size() - 1);
        long days = last.toEpochDay() - first.toEpochDay() + 1;
        boolean isOver = exams(scanner).higherKey(last) != null;
        boolean isCounted =
                own >= Math.max(settings.minExams(), settings.busiestDays() * busiest.getOrDefault(scanner, 0.0))
                        && (isOver || days <= OUT_OF_USE_DAYS)
                        && (byScanner.size() > 1 || days >= MIN_DAYS_ALONE);
        int missing = isCounted ? (int) Math.round(own) : 0;
        return new Completeness.Silence(first, last, missing, (int) Math.round(own + shared) - missing);
    }

    private boolean isShared(DeviceKey scanner, LocalDate day) {
        Set<DeviceKey> others = new HashSet<>(working.getOrDefault(day, Set.of()));
        others.remove(scanner);
        long resting =
                others.stream().filter(other -> quietOf(other).containsKey(day)).count();
        return !others.isEmpty() && resting * 2 >= others.size();
    }
}
