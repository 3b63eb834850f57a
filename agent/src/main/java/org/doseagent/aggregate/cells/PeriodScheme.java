package org.doseagent.aggregate.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How long the periods of a calendar year are: for each category, and children or adults. All exams of one of these are in periods of one length,
 * so no exam is in two periods. A scheme is chosen before its year from the year before, and never changed.
 *
 * @param lengths months of a period by {@link #domain}
 * @param others months of a period of everything else
 */
public record PeriodScheme(Map<String, Integer> lengths, int others) {

    /** Every period is a month. */
    public static final PeriodScheme MONTHLY = new PeriodScheme(Map.of(), 1);

    /** Of a first year, of which nothing is known before: a rare category needs four exams a month to have 20 in a half-year. */
    public static final PeriodScheme FIRST_YEAR = new PeriodScheme(Map.of(), 6);

    /**
     * Exams that the smallest cell of a category is expected to have in a period. Half more than the floor of 20, so that a period that is
     * weaker than those of the year before still passes.
     */
    static final int EXPECTED = 30;

    private static final int YEAR = 12;

    public PeriodScheme {
        lengths = Map.copyOf(lengths);
    }

    private static String domain(CellKey key) {
        return key.category() + (key.population().isChild() ? "|child" : "|adult");
    }

    /** Returns the scheme of the year after a year with these exams, in the cells of the partition of the new year. */
    public static PeriodScheme after(Tabulation year) {
        if (year.finest().isEmpty()) {
            return FIRST_YEAR;
        }
        Map<String, Integer> smallest = new TreeMap<>();
        year.finest().forEach((key, exams) -> smallest.merge(domain(key), exams.size(), Math::min));
        Map<String, Integer> lengths = new TreeMap<>();
        smallest.forEach((domain, exams) -> lengths.put(domain, length(exams)));
        return new PeriodScheme(lengths, YEAR);
    }

    /** Returns the shortest period in which so many exams of a year make the expected number. */
    private static int length(int examsOfYear) {
        return CalendarPeriod.LENGTHS.stream()
                .filter(months -> examsOfYear * months >= EXPECTED * YEAR)
                .findFirst()
                .orElse(YEAR);
    }

    /** Returns the length of the periods that the exams of a cell are in. */
    public int months(CellKey key) {
        return lengths.getOrDefault(domain(key), others);
    }

    /** Returns the lengths that occur, shortest first. */
    public Set<Integer> all() {
        Set<Integer> all = new TreeSet<>(lengths.values());
        all.add(others);
        return all;
    }

    /** Returns the scheme as one text, as the ledger stores it. */
    public String text() {
        List<String> parts = new ArrayList<>(List.of("*=" + others));
        parts.addAll(new TreeMap<>(lengths)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.toList()));
        return String.join(" ", parts);
    }

    /**
     * Reads a text of {@link #text}.
     *
     * @throws IllegalArgumentException if the text is not one of those
     */
    public static PeriodScheme parse(String text) {
        Map<String, Integer> lengths = new TreeMap<>();
        for (String part : text.split(" ", -1)) {
            int equals = part.indexOf('=');
            int months = equals < 0 ? 0 : Integer.parseInt(part.substring(equals + 1));
            if (!CalendarPeriod.LENGTHS.contains(months)) {
                throw new IllegalArgumentException("a period scheme has lengths of 1, 3, 6 and 12 months: " + part);
            }
            lengths.put(part.substring(0, equals), months);
        }
        Integer others = lengths.remove("*");
        if (others == null) {
            throw new IllegalArgumentException("a period scheme starts with *=");
        }
        return new PeriodScheme(lengths, others);
    }
}
