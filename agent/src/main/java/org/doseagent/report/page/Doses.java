package org.doseagent.report.page;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.identity.DeviceKey;

/** The doses of a period by category, band, phantom and scanner, as numbers only to save memory. Add all parts, then read. Not thread-safe. */
public final class Doses {

    /** The values of one chart. */
    public record Key(String category, boolean isAdult, int phantomCm) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::category)
                .thenComparing(key -> !key.isAdult)
                .thenComparing(Key::phantomCm);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** One box: a band on a scanner. */
    public record Group(Band band, DeviceKey scanner) implements Comparable<Group> {
        private static final Comparator<Group> ORDER =
                Comparator.comparing(Group::band).thenComparing(Group::scanner, DeviceKey.BY_LABEL);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    /** Values by quantity, and by month. */
    public static final class Values {
        private final Map<Quantity, List<BigDecimal>> all = new TreeMap<>();
        private final Map<Quantity, Map<YearMonth, List<BigDecimal>>> monthly = new TreeMap<>();

        private void add(Quantity quantity, YearMonth month, BigDecimal value) {
            all.computeIfAbsent(quantity, absent -> new ArrayList<>()).add(value);
            monthly.computeIfAbsent(quantity, absent -> new TreeMap<>())
                    .computeIfAbsent(month, absent -> new ArrayList<>())
                    .add(value);
        }

        /** Returns the values, ascending. */
        public List<BigDecimal> sorted(Quantity quantity) {
            return all.getOrDefault(quantity, List.of()).stream().sorted().toList();
        }

        public int count(Quantity quantity) {
            return all.getOrDefault(quantity, List.of()).size();
        }

        /** Returns the month's number of exams and median; empty months are absent. */
        public Map<YearMonth, Month> months(Quantity quantity) {
            Map<YearMonth, Month> months = new TreeMap<>();
            monthly.getOrDefault(quantity, Map.of())
                    .forEach((month, values) -> months.put(
                            month,
                            new Month(
                                    values.size(),
                                    Percentiles.median(values))));
            return months;
        }
    }

    /** One month of one scanner. */
    public record Month(int n, BigDecimal median) {}

    private final Map<Key, Map<Group, Values>> values = new TreeMap<>();
    private final Map<String, int[]> levels = new TreeMap<>();
    private int ageUnknown;

    /** Adds a part, and whether the active sets have a level for it. */
    public void add(PartDose part, boolean hasLevel) {
        if (part.ageDays().isPresent()) {
            levels.computeIfAbsent(part.category(), absent -> new int[2])[hasLevel ? 1 : 0]++;
        }
        Optional<Band> band = Band.of(part);
        if (band.isEmpty() || part.phantomCm().isEmpty()) {
            ageUnknown += band.isEmpty() ? 1 : 0;
            return;
        }
        Values of = values.computeIfAbsent(
                        new Key(
                                part.category(),
                                band.get().isAdult(),
                                part.phantomCm().get()),
                        absent -> new TreeMap<>())
                .computeIfAbsent(new Group(band.get(), part.deviceKey()), absent -> new Values());
        YearMonth month = YearMonth.from(part.studyDateTime());
        part.dlpMGyCm().ifPresent(value -> of.add(Quantity.DLP, month, value));
        part.ctdiVolMGy().ifPresent(value -> of.add(Quantity.CTDIVOL, month, value));
    }

    public Map<Key, Map<Group, Values>> all() {
        return values;
    }

    /** Returns, for each category, how many parts with an age have no level in the active sets, and how many have one. */
    public Map<String, int[]> levels() {
        return levels;
    }

    /** Returns how many parts have no known band. */
    public int ageUnknown() {
        return ageUnknown;
    }
}
