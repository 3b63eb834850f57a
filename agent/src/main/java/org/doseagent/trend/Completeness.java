package org.doseagent.trend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;

/**
 * Which exams of a period arrived and which are missing, as far as the reports show. A scanner that never sent a report is in no list. A
 * single lost exam leaves a trace only in the accession numbers.
 *
 * @param rows in the order of the labels of the scanners
 * @param gaps missing numbers in the site's sequence of accession numbers
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
     * @param weeks number of weeks before each day from which the rhythm of a scanner is learned
     * @param minExams fewer expected exams never count as missing; the same applies to fewer than {@code busiestDays} times the exams of a
     *     scanner's busiest day
     * @param isCtOnlySequence the site declares that only CT uses its sequence of accession numbers; then each gap counts as missing
     */
    public record Settings(int weeks, int minExams, double busiestDays, boolean isCtOnlySequence) {}

    /**
     * Days without an exam on which the scanner usually works; nights, weekends and days off in between do not count.
     *
     * @param missing exams that its rhythm predicts for these days and that count as missing
     * @param possible exams that are predicted but not counted, because of a short gap, a public holiday, maintenance, or a scanner out of
     *     use
     */
    public record Silence(LocalDate from, LocalDate to, int missing, int possible) {}

    /**
     * Skipped numbers between two exams.
     *
     * @param scanner label of the scanner of both exams; empty when they are of different scanners
     * @param isMissing the numbers count as missing exams, because the site has declared its sequence; otherwise another department may
     *     have used them
     */
    public record Gap(String scanner, LocalDate from, LocalDate to, List<String> numbers, boolean isMissing) {
        public Gap {
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * One scanner.
     *
     * @param byDay number of exams of patients by day, without days that have none
     * @param truncated exams whose reports announce more events than arrived
     * @param unjudgedDays days of the period that could not be judged, because too few weeks precede them
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

    /** Returns how many of them are incomplete. */
    public int truncated() {
        return rows.stream().mapToInt(row -> row.truncated().size()).sum();
    }

    /** Returns the skipped numbers of a declared sequence. */
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

    /**
     * Returns the exams that count as missing: unreadable ones, expected ones in a silence, and skipped numbers of a declared sequence
     * outside a silence.
     */
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

    /** Returns the exams that may also be missing but are not counted. */
    public int possible() {
        return possibleNumbers() + rows.stream().mapToInt(Row::possible).sum();
    }

    /** Returns the percentage of complete exams among those that arrived or are missing, with one decimal; empty when there are none. */
    public Optional<BigDecimal> percent() {
        return share(exams() + missing());
    }

    /** Returns the percentage under the assumption that all possibly missing exams are missing. */
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
