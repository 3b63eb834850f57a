package org.doseagent.review;

import org.doseagent.store.exams.MonthRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.store.exams.Decimals;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.exams.ValueGroup;

/**
 * Collects the doses of all patients by category, scanner, month or protocol. Adults and children, and the two phantoms, are never mixed.
 */
public final class DoseStatistics {

    /** The keys by which values are grouped. */
    public enum Key {
        CATEGORY,
        DEVICE,
        MONTH,
        PROTOCOL;

        /** Returns the name on the command line. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The values of one group.
     *
     * @param keys the text of each key, in the order of the keys
     * @param population adult, child or unknown; all for protocols
     */
    public record Line(
            List<String> keys, String population, Optional<Integer> phantomCm, Decimals dlpMGyCm, Decimals ctdiVolMGy) {
        public Line {
            keys = List.copyOf(keys);
        }
    }

    private final PartDoses parts;

    public DoseStatistics(PartDoses parts) {
        this.parts = parts;
    }

    /**
     * Returns the groups in the order of their keys.
     *
     * @param category the only category; empty: all
     * @param months the first and the last month, both inclusive
     * @throws IllegalArgumentException if protocols are combined with categories
     */
    public List<Line> lines(List<Key> by, String category, MonthRange months) {
        if (by.contains(Key.PROTOCOL) && (by.contains(Key.CATEGORY) || !category.isEmpty())) {
            throw new IllegalArgumentException(
                    "--by: protocol and category exclude each other, because an event has a protocol and a part of an exam has a category");
        }
        return lines(by, by.contains(Key.PROTOCOL) ? parts.eventValues(months) : parts.values(category, months));
    }

    /** Merges stored groups into those of the keys. */
    public static List<Line> lines(List<Key> by, List<ValueGroup> groups) {
        Map<String, Line> lines = new TreeMap<>();
        for (ValueGroup group : groups) {
            Line own = line(by, group);
            String order = String.join("\u0000", own.keys()) + "\u0000" + own.population() + "\u0000"
                    + own.phantomCm().map(Object::toString).orElse("-");
            Line line = lines.computeIfAbsent(order, absent -> own);
            line.dlpMGyCm().addAll(group.dlpMGyCm());
            line.ctdiVolMGy().addAll(group.ctdiVolMGy());
        }
        return List.copyOf(lines.values());
    }

    private static Line line(List<Key> by, ValueGroup group) {
        List<String> keys = by.stream().map(key -> text(key, group)).toList();
        String population = group.isAdult()
                .map(adult -> adult ? "adult" : "child")
                .orElse(by.contains(Key.PROTOCOL) ? "all" : "unknown");
        return new Line(keys, population, group.phantomCm(), new Decimals(), new Decimals());
    }

    private static String text(Key key, ValueGroup group) {
        return switch (key) {
            case DEVICE -> group.deviceKey().label();
            case MONTH -> group.month().orElse("unknown");
            case CATEGORY -> group.name().orElse("unmapped");
            case PROTOCOL -> group.name().orElse("unnamed");
        };
    }
}
