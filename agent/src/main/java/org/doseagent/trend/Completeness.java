package org.doseagent.trend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;

/**
 * Which exams of a period arrived and which are missing, as far as the reports that arrived show. A scanner that never sent a report is in no list,
 * and a single lost exam leaves a trace only in the accession numbers.
 *
 * @param rows in the order of the labels of the scanners
 * @param gaps numbers missing in the site's sequence of accession numbers
 * @param unreadable reports of exams that are not known otherwise
 */
public record Completeness(
        LocalDate from,
        LocalDate to,
        Settings settings,
        List<Row> rows,
        List<Gap> gaps,
        List<UnreadableReport> unreadable) {

    /**
     * When an exam counts as missing.
     *
     * @param weeks before each day, from which the rhythm of a scanner is learned
     * @param minExams fewer expected exams are never counted as missing, nor fewer than {@code busiestDays} times a scanner's busiest day
     * @param isCtOnlySequence the site declares that only CT takes accession numbers of its sequence; each gap then counts as missing
     */
    public record Settings(int weeks, int minExams, double busiestDays, boolean isCtOnlySequence) {}

    /**
     * Days without an exam on which the scanner usually works; nights, weekends and days off in between do not count.
     *
     * @param missing exams expected on them by its rhythm and counted as missing
     * @param possible likewise, and not counted: a day or two, a public holiday, maintenance, a scanner out of use
     */
    public record Silence(LocalDate from, LocalDate to, int missing, int possible) {}

    /**
     * Numbers left out between two exams.
     *
     * @param scanner label of that of both exams; empty when they are of two
     * @param isMissing counted: the site has declared its sequence; else it is possible that another department took them
     */
    public record Gap(String scanner, LocalDate from, LocalDate to, List<String> numbers, boolean isMissing) {
        public Gap {
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * One scanner.
     *
     * @param byDay exams of patients a day, only days with some
     * @param truncated exams of which reports speak of more events than arrived
     * @param unjudgedDays days of the period that could not be judged, for want of weeks before them
     */
    public record Row(
            DeviceKey scanner,
            NavigableMap<LocalDate, Integer> byDay,
            List<ExamArrival> truncated,
            List<Silence> silences,
            int unjudgedDays) {

        public Row {
            truncated = List.copyOf(truncated);
            silences = List.copyOf(silences);
        }

        public int exams() {
            return byDay.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Returns the exams counted as missing in its silences. */
        public int missing() {
            return silences.stream().mapToInt(Silence::missing).sum();
        }

        public int possible() {
            return silences.stream().mapToInt(Silence::possible).sum();
        }
    }

    public Completeness {
        rows = List.copyOf(rows);
        gaps = List.copyOf(gaps);
        unreadable = List.copyOf(unreadable);
    }

    /** Returns the exams that arrived, whole or in part. */
    public int exams() {
        return rows.stream().mapToInt(Row::exams).sum();
    }

    /** Returns how many of them are known in part only. */
    public int truncated() {
        return rows.stream().mapToInt(row -> row.truncated().size()).sum();
    }

    /** Returns the numbers left out of a declared sequence. */
    public int missingNumbers() {
        return numbers(true);
    }

    public int possibleNumbers() {
        return numbers(false);
    }

    private int numbers(boolean isMissing) {
        return gaps.stream()
                .filter(gap -> gap.isMissing() == isMissing)
                .mapToInt(gap -> gap.numbers().size())
                .sum();
    }

    /** Returns the exams counted as missing: unreadable, expected in a silence, or left out of a declared sequence and in no silence. */
    public int missing() {
        int inSilences = rows.stream().mapToInt(Row::missing).sum();
        int both = (int) gaps.stream()
                .filter(gap -> gap.isMissing() && isInSilence(gap))
                .mapToLong(gap -> gap.numbers().size())
                .sum();
        return unreadable.size() + missingNumbers() + Math.max(0, inSilences - both);
    }

    private boolean isInSilence(Gap gap) {
        return rows.stream()
                .flatMap(row -> row.silences().stream())
                .anyMatch(silence -> silence.missing() > 0
                        && !gap.to().isBefore(silence.from())
                        && !gap.from().isAfter(silence.to()));
    }

    /** Returns the exams that may be missing too, and are not counted. */
    public int possible() {
        return possibleNumbers() + rows.stream().mapToInt(Row::possible).sum();
    }

    /** Returns the percentage of exams that are known and whole, of those that arrived or are missing; one decimal; empty without any. */
    public Optional<BigDecimal> percent() {
        return share(exams() + missing());
    }

    /** Returns the percentage if everything possible were missing too. */
    public Optional<BigDecimal> percentAtLeast() {
        return share(exams() + missing() + possible());
    }

    private Optional<BigDecimal> share(int all) {
        // Rounded down: 99.96 % is not complete.
        return all == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf((exams() - truncated()) * 100L)
                        .divide(BigDecimal.valueOf(all), 1, RoundingMode.DOWN));
    }
}
