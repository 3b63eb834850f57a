package org.doseagent.trend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the numbers that are missing in a sequence of accession numbers. The whole site has one sequence, since scanners share one
 * counter. Letters before the number separate sequences unless the numbers are denser without them. Only gaps of a few numbers between two
 * exams of the same scanner and day are reported, unless the site has declared that only CT uses this sequence.
 */
final class AccessionGaps {

    /** Numbers are a sequence of CT if at least this share of them is followed by the next number. */
    private static final double SEQUENTIAL = 0.8;

    private static final int MIN_FOR_A_SEQUENCE = 20;
    private static final long MAX_POSSIBLE_GAP = 3;
    private static final long MAX_DECLARED_GAP = 500;
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,15})");

    /** Where and when a number was used; the scanner is empty where the report does not name it. */
    record Use(String scanner, LocalDate day) {}

    private record Used(String prefix, int digits, String scanner, LocalDate day) {}

    private final Map<String, NavigableMap<Long, Used>> byPrefix = new TreeMap<>();

    /** Adds the number of an exam or a phantom scan. */
    void used(String accessionNumber, Use use) {
        Matcher numbered = NUMBERED.matcher(accessionNumber);
        if (numbered.matches()) {
            String digits = numbered.group(2);
            String prefix = numbered.group(1);
            byPrefix.computeIfAbsent(prefix, absent -> new TreeMap<>())
                    .put(Long.parseLong(digits), new Used(prefix, digits.length(), use.scanner, use.day));
        }
    }

    /** Returns the gaps; empty when the numbers are not a sequence of CT. */
    List<Completeness.Gap> gaps(boolean isCtOnly) {
        NavigableMap<Long, Used> together = new TreeMap<>();
        byPrefix.values().forEach(together::putAll);
        double apart =
                byPrefix.values().stream().mapToLong(AccessionGaps::adjacent).sum()
                        / (double) Math.max(1, together.size());
        boolean isOneCounter = byPrefix.size() > 1 && adjacent(together) / (double) together.size() > apart;
        List<Completeness.Gap> gaps = new ArrayList<>();
        for (NavigableMap<Long, Used> numbers : isOneCounter ? List.of(together) : byPrefix.values()) {
            if (isCtOnly || isSequence(numbers)) {
                gaps.addAll(gaps(numbers, isCtOnly));
            }
        }
        return gaps;
    }

    private static long adjacent(NavigableMap<Long, Used> numbers) {
        return numbers.keySet().stream()
                .filter(number -> numbers.containsKey(number + 1))
                .count();
    }

    private static boolean isSequence(NavigableMap<Long, Used> numbers) {
        return numbers.size() >= MIN_FOR_A_SEQUENCE && adjacent(numbers) >= SEQUENTIAL * (numbers.size() - 1);
    }

    private static List<Completeness.Gap> gaps(NavigableMap<Long, Used> numbers, boolean isCtOnly) {
        List<Completeness.Gap> gaps = new ArrayList<>();
        Map.Entry<Long, Used> before = null;
        for (Map.Entry<Long, Used> next : numbers.entrySet()) {
            if (before != null) {
                long missing = next.getKey() - before.getKey() - 1;
                boolean isOneDay = before.getValue()
                                .scanner()
                                .equals(next.getValue().scanner())
                        && before.getValue().day().equals(next.getValue().day());
                if (missing > 0 && missing <= (isCtOnly ? MAX_DECLARED_GAP : isOneDay ? MAX_POSSIBLE_GAP : 0)) {
                    gaps.add(gap(before, next, isCtOnly));
                }
            }
            before = next;
        }
        return gaps;
    }

    private static Completeness.Gap gap(Map.Entry<Long, Used> before, Map.Entry<Long, Used> next, boolean isCtOnly) {
        Used used = before.getValue();
        List<String> numbers = new ArrayList<>();
        for (long number = before.getKey() + 1; number < next.getKey(); number++) {
            numbers.add(used.prefix() + String.format(Locale.ROOT, "%0" + used.digits() + "d", number));
        }
        boolean isOneScanner = used.scanner().equals(next.getValue().scanner());
        return new Completeness.Gap(
                isOneScanner ? used.scanner() : "", used.day(), next.getValue().day(), numbers, isCtOnly);
    }
}
