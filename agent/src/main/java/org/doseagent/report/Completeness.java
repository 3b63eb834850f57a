package org.doseagent.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.dose.Exam;

/**
 * What arrived of what the scanners did, as far as what arrived tells: a scanner that never sent anything is in no list.
 *
 * @param rows by the label of the scanner
 */
public record Completeness(List<Row> rows) {

    /** A scanner works on a day of the week when it did on at least this part of them. */
    private static final double WORKING = 0.8;

    /** Accession numbers are a sequence of a scanner's own when at least this part of its neighbours are one apart. */
    private static final double SEQUENTIAL = 0.8;

    private static final int LEAST_FOR_A_SEQUENCE = 20;
    private static final long LONGEST_GAP = 20;
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,15})");

    /** An exam of which reports speak of more events than arrived. */
    public record Truncated(String accessionOrStudy, int missingEvents) {}

    /**
     * One scanner.
     *
     * @param exams exams of patients that arrived, of which {@code truncated} are known in part only
     * @param missingAccessions numbers that the scanner's own sequence leaves out; empty where its numbers are no sequence
     * @param quietDays days without any exam, of a day of the week on which it usually works
     * @param byDay exams a day
     */
    public record Row(
            String scanner,
            int exams,
            List<Truncated> truncated,
            List<String> missingAccessions,
            List<LocalDate> quietDays,
            Map<LocalDate, Integer> byDay) {

        public Row {
            truncated = List.copyOf(truncated);
            missingAccessions = List.copyOf(missingAccessions);
            quietDays = List.copyOf(quietDays);
        }
    }

    public Completeness {
        rows = List.copyOf(rows);
    }

    /** Returns the percentage of exams that are known and whole, of all that are known to have been, one decimal; empty without any. */
    public Optional<BigDecimal> percent() {
        int exams = rows.stream().mapToInt(Row::exams).sum();
        int truncated = rows.stream().mapToInt(row -> row.truncated().size()).sum();
        int missing =
                rows.stream().mapToInt(row -> row.missingAccessions().size()).sum();
        if (exams + missing == 0) {
            return Optional.empty();
        }
        // Rounded down: 99.96 % is not complete.
        return Optional.of(BigDecimal.valueOf((exams - truncated) * 100L)
                .divide(BigDecimal.valueOf(exams + missing), 1, RoundingMode.DOWN));
    }

    /** Looks at the exams of a period; those of phantoms do not count, those without a date have no day. */
    public static Completeness of(List<Exam> exams, LocalDate from, LocalDate to) {
        Map<String, List<Exam>> byScanner = new TreeMap<>();
        exams.stream()
                .filter(exam -> !exam.isQa())
                .forEach(exam -> byScanner
                        .computeIfAbsent(exam.device().label(), absent -> new ArrayList<>())
                        .add(exam));
        List<Row> rows = new ArrayList<>();
        byScanner.forEach((scanner, own) -> rows.add(row(scanner, own, from, to)));
        return new Completeness(rows);
    }

    private static Row row(String scanner, List<Exam> exams, LocalDate from, LocalDate to) {
        Map<LocalDate, Integer> byDay = new TreeMap<>();
        exams.forEach(exam -> exam.study()
                .studyDateTime()
                .map(LocalDateTime::toLocalDate)
                .ifPresent(day -> byDay.merge(day, 1, Integer::sum)));
        List<Truncated> truncated = exams.stream()
                .filter(exam -> exam.missingEvents() > 0)
                .map(exam -> new Truncated(
                        exam.study().accessionNumber().orElse(exam.studyInstanceUid()), exam.missingEvents()))
                .toList();
        return new Row(scanner, exams.size(), truncated, missingAccessions(exams), quietDays(byDay, from, to), byDay);
    }

    /** Returns the days on which nothing came although that day of the week usually has exams. */
    private static List<LocalDate> quietDays(Map<LocalDate, Integer> byDay, LocalDate from, LocalDate to) {
        Map<java.time.DayOfWeek, int[]> busy = new HashMap<>();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            int[] counts = busy.computeIfAbsent(day.getDayOfWeek(), absent -> new int[2]);
            counts[0]++;
            counts[1] += byDay.containsKey(day) ? 1 : 0;
        }
        List<LocalDate> quiet = new ArrayList<>();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            int[] counts = busy.getOrDefault(day.getDayOfWeek(), new int[] {1, 0});
            if (!byDay.containsKey(day) && counts[1] >= WORKING * counts[0]) {
                quiet.add(day);
            }
        }
        return quiet;
    }

    /** Returns the numbers that a scanner's own sequence of accession numbers leaves out. */
    private static List<String> missingAccessions(List<Exam> exams) {
        Map<String, TreeSet<Long>> byPrefix = new TreeMap<>();
        Map<String, Integer> digits = new HashMap<>();
        for (Exam exam : exams) {
            Matcher numbered = NUMBERED.matcher(exam.study().accessionNumber().orElse(""));
            if (numbered.matches()) {
                String prefix = numbered.group(1);
                byPrefix.computeIfAbsent(prefix, absent -> new TreeSet<>()).add(Long.parseLong(numbered.group(2)));
                digits.put(prefix, numbered.group(2).length());
            }
        }
        List<String> missing = new ArrayList<>();
        byPrefix.forEach((prefix, numbers) -> {
            if (isSequence(numbers)) {
                gaps(numbers)
                        .forEach(
                                number -> missing.add(prefix + String.format("%0" + digits.get(prefix) + "d", number)));
            }
        });
        return missing;
    }

    private static boolean isSequence(TreeSet<Long> numbers) {
        if (numbers.size() < LEAST_FOR_A_SEQUENCE) {
            return false;
        }
        long adjacent =
                numbers.stream().filter(number -> numbers.contains(number + 1)).count();
        return adjacent >= SEQUENTIAL * (numbers.size() - 1);
    }

    private static List<Long> gaps(TreeSet<Long> numbers) {
        List<Long> gaps = new ArrayList<>();
        Long before = null;
        for (Long number : numbers) {
            if (before != null && number - before - 1 <= LONGEST_GAP) {
                for (long missing = before + 1; missing < number; missing++) {
                    gaps.add(missing);
                }
            }
            before = number;
        }
        return gaps;
    }
}
