package org.doseagent.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.trend.Rhythm.Silence;
import org.junit.jupiter.api.Test;

final class RhythmTest {

    static final Rhythm.Settings USUAL = new Rhythm.Settings(12, 15, 24, 1.5);

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 3 * 365;

    /** The public holidays of Berlin in three years: the scanners of office hours rest. */
    private static final Set<LocalDate> HOLIDAYS = holidays();

    private static Set<LocalDate> holidays() {
        Set<LocalDate> days = new java.util.HashSet<>();
        for (int year = 2024; year <= 2026; year++) {
            days.addAll(List.of(
                    LocalDate.of(year, 1, 1),
                    LocalDate.of(year, 3, 8),
                    LocalDate.of(year, 5, 1),
                    LocalDate.of(year, 10, 3),
                    LocalDate.of(year, 12, 24),
                    LocalDate.of(year, 12, 25),
                    LocalDate.of(year, 12, 26),
                    LocalDate.of(year, 12, 31)));
        }
        for (LocalDate easter :
                List.of(LocalDate.of(2024, 3, 31), LocalDate.of(2025, 4, 20), LocalDate.of(2026, 4, 5))) {
            days.addAll(List.of(easter.minusDays(2), easter.plusDays(1), easter.plusDays(39), easter.plusDays(50)));
        }
        return days;
    }

    /** Exams of a scanner: a number a day of the week, Monday first, between two hours, Poisson. */
    private static TreeMap<LocalDateTime, Integer> exams(
            long seed, double[] byDay, int from, int to, Predicate<LocalDate> rests) {
        Random random = new Random(seed);
        TreeMap<LocalDateTime, Integer> exams = new TreeMap<>();
        for (int i = 0; i < DAYS; i++) {
            LocalDate day = FIRST.plusDays(i);
            if (!rests.test(day)) {
                int count = poisson(random, byDay[day.getDayOfWeek().getValue() - 1]);
                for (int exam = 0; exam < count; exam++) {
                    exams.merge(day.atTime(from + random.nextInt(to - from), 0), 1, Integer::sum);
                }
            }
        }
        return exams;
    }

    private static int poisson(Random random, double mean) {
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; product *= random.nextDouble()) {
            count++;
        }
        return Math.max(0, count);
    }

    /** The silences that a check every six hours finds, each once. */
    private static List<Silence> silences(TreeMap<LocalDateTime, Integer> exams) {
        return silences(exams, USUAL);
    }

    private static List<Silence> silences(TreeMap<LocalDateTime, Integer> exams, Rhythm.Settings settings) {
        List<Silence> told = new ArrayList<>();
        for (LocalDateTime now = FIRST.atTime(1, 0);
                now.isBefore(FIRST.plusDays(DAYS).atStartOfDay());
                now = now.plusHours(6)) {
            var known = exams.subMap(now.minusMonths(12), now);
            Optional<Silence> silence = Rhythm.silence(
                    new ScannerActivity(DeviceKey.parse("M|S|1"), new TreeMap<>(known), Duration.ZERO), now, settings);
            silence.filter(one ->
                            told.isEmpty() || !told.get(told.size() - 1).since().equals(one.since()))
                    .ifPresent(told::add);
        }
        return told;
    }

    @Test
    void no_weekend_is_a_silence_in_three_years_of_five_scanners() {
        int alarms = 0;
        alarms += silences(exams(1, new double[] {30, 30, 30, 30, 25, 0, 0}, 7, 17, day -> false))
                .size();
        alarms += silences(exams(2, new double[] {60, 60, 60, 60, 60, 40, 35}, 0, 24, day -> false))
                .size();
        alarms += silences(exams(3, new double[] {20, 20, 20, 20, 20, 3, 2}, 7, 20, day -> false))
                .size();
        alarms += silences(exams(4, new double[] {8, 8, 8, 8, 8, 0, 0}, 8, 16, day -> false))
                .size();
        alarms += silences(exams(5, new double[] {2, 0, 2, 0, 2, 0, 0}, 9, 15, day -> false))
                .size();
        System.out.println("silence: false alarms without holidays: " + alarms + " in 15 scanner-years");
        assertThat(alarms).isZero();
    }

    @Test
    void a_single_public_holiday_is_none_and_the_end_of_the_year_may_be() {
        Predicate<LocalDate> rests = HOLIDAYS::contains;
        List<Silence> told = new ArrayList<>();
        told.addAll(silences(exams(1, new double[] {30, 30, 30, 30, 25, 0, 0}, 7, 17, rests)));
        told.addAll(silences(exams(3, new double[] {20, 20, 20, 20, 20, 3, 2}, 7, 20, rests)));
        told.addAll(silences(exams(4, new double[] {8, 8, 8, 8, 8, 0, 0}, 8, 16, rests)));
        System.out.println("silence: false alarms with holidays: " + told.size() + " in 9 scanner-years: "
                + told.stream()
                        .map(one -> one.since().toLocalDate().toString())
                        .sorted()
                        .toList());
        assertThat(told)
                .as("Christmas, New Year and Easter, days on end")
                .allMatch(one -> one.since().getMonthValue() == 12
                        || one.since().getMonthValue() == 3
                        || one.since().getMonthValue() == 4);
        assertThat(told).hasSizeLessThanOrEqualTo(24);
    }

    @Test
    void configured_holidays_are_no_silence_and_a_scanner_that_stops_still_is() {
        Rhythm.Settings listed = new Rhythm.Settings(12, 15, 24, 1.5, new Holidays(HOLIDAYS, Set.of()));
        Predicate<LocalDate> rests = HOLIDAYS::contains;
        List<Silence> told = new ArrayList<>();
        told.addAll(silences(exams(1, new double[] {30, 30, 30, 30, 25, 0, 0}, 7, 17, rests), listed));
        told.addAll(silences(exams(3, new double[] {20, 20, 20, 20, 20, 3, 2}, 7, 20, rests), listed));
        told.addAll(silences(exams(4, new double[] {8, 8, 8, 8, 8, 0, 0}, 8, 16, rests), listed));
        System.out.println(
                "silence: false alarms with holidays that the site lists: " + told.size() + " in 9 scanner-years");
        assertThat(told).isEmpty();
        LocalDate stop = LocalDate.of(2025, 4, 14);
        Predicate<LocalDate> stops = rests.or(day -> !day.isBefore(stop) && day.isBefore(stop.plusWeeks(2)));
        assertThat(silences(exams(1, new double[] {30, 30, 30, 30, 25, 0, 0}, 7, 17, stops), listed))
                .singleElement()
                .satisfies(one -> assertThat(one.since().toLocalDate()).isEqualTo(stop.minusDays(3)));
    }

    @Test
    void a_scanner_that_stops_is_reported_within_two_working_days() {
        LocalDate stop = LocalDate.of(2025, 9, 8);
        Predicate<LocalDate> rests = day -> !day.isBefore(stop) && day.isBefore(stop.plusWeeks(1));
        List<Silence> told = silences(exams(1, new double[] {30, 30, 30, 30, 25, 0, 0}, 7, 17, rests));
        assertThat(told).hasSize(1);
        assertThat(told.get(0).since().toLocalDate()).isEqualTo(stop.minusDays(3));
        var exams = exams(2, new double[] {60, 60, 60, 60, 60, 40, 35}, 0, 24, rests);
        var known = new TreeMap<>(exams.headMap(stop.atStartOfDay()));
        assertThat(Rhythm.silence(
                        new ScannerActivity(DeviceKey.parse("k"), known, Duration.ZERO),
                        stop.plusDays(1).atTime(15, 0),
                        USUAL))
                .isPresent();
        assertThat(Rhythm.silence(
                        new ScannerActivity(DeviceKey.parse("k"), known, Duration.ofDays(2)),
                        stop.plusDays(1).atTime(15, 0),
                        USUAL))
                .as("reports that usually come two days later")
                .isEmpty();
    }

    @Test
    void too_little_known_is_no_rhythm() {
        assertThat(Rhythm.silence(
                        new ScannerActivity(DeviceKey.parse("k"), new TreeMap<>(), Duration.ZERO),
                        FIRST.atStartOfDay(),
                        USUAL))
                .isEmpty();
        var exams = exams(1, new double[] {30, 30, 30, 30, 25, 0, 0}, 7, 17, day -> day.isAfter(FIRST.plusDays(20)));
        assertThat(Rhythm.silence(
                        new ScannerActivity(DeviceKey.parse("k"), exams, Duration.ZERO),
                        FIRST.plusDays(200).atStartOfDay(),
                        USUAL))
                .isEmpty();
    }
}
