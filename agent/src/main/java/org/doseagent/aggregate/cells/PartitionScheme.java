package org.doseagent.aggregate.cells;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which classes of equipment and which age bands the cells of a calendar year distinguish. It is chosen from the inventory before the
 * year's exams are looked at and stays the same for the year, so that no exam can change the partition.
 *
 * <p>A class of equipment is distinguished only if each of its siblings has at least {@value #MIN_SCANNERS} scanners: first the ages of
 * equipment, then, within an age, the classes of detector rows. Else they are merged. A small hospital has one class, {@code any}.
 *
 * @param classes the classes of detector rows of each age of equipment; empty: every class is distinguished
 * @param separatesChildren whether the bands of children are distinguished or merged
 */
public record PartitionScheme(Map<EquipmentAge, Set<DetectorRows>> classes, boolean separatesChildren) {

    /** A class with fewer scanners would identify the hospital. */
    public static final int MIN_SCANNERS = 2;

    /** Distinguishes every class: to attack and to verify. */
    public static final PartitionScheme FINEST = new PartitionScheme(Map.of(), true);

    /** One class of equipment, and one band of children. */
    public static final PartitionScheme COARSEST =
            new PartitionScheme(Map.of(EquipmentAge.ANY, Set.of(DetectorRows.ANY)), false);

    private static final String MERGED = "children-merged";
    private static final String SEPARATE = "children-separate";

    public PartitionScheme {
        classes = Map.copyOf(classes);
    }

    /** Returns the scheme of a calendar year. */
    public static PartitionScheme of(Inventory inventory, int year, boolean separatesChildren) {
        Map<EquipmentAge, List<String>> byAge =
                inventory.scanners().keySet().stream().collect(groups(serial -> inventory.ageOf(serial, year)));
        Map<EquipmentAge, Set<DetectorRows>> classes = new EnumMap<>(EquipmentAge.class);
        if (isRare(byAge)) {
            classes.put(
                    EquipmentAge.ANY,
                    rows(inventory, List.copyOf(inventory.scanners().keySet())));
        } else {
            byAge.forEach((age, serials) -> classes.put(age, rows(inventory, serials)));
        }
        return new PartitionScheme(classes, separatesChildren);
    }

    private static Set<DetectorRows> rows(Inventory inventory, List<String> serials) {
        Map<DetectorRows, List<String>> byRows = serials.stream().collect(groups(inventory::rowsOf));
        return isRare(byRows) ? EnumSet.of(DetectorRows.ANY) : EnumSet.copyOf(byRows.keySet());
    }

    private static <K> java.util.stream.Collector<String, ?, TreeMap<K, List<String>>> groups(Function<String, K> by) {
        return Collectors.groupingBy(by, TreeMap::new, Collectors.toList());
    }

    private static boolean isRare(Map<?, List<String>> groups) {
        return groups.isEmpty() || groups.values().stream().anyMatch(each -> each.size() < MIN_SCANNERS);
    }

    /** Returns whether there are cells for a class of equipment: a scanner that joined later may have none. */
    boolean hasClass(EquipmentAge age, DetectorRows rows) {
        Set<DetectorRows> known = classes.getOrDefault(classOf(age), Set.of());
        return classes.isEmpty() || known.contains(rows) || known.contains(DetectorRows.ANY);
    }

    /** Returns the cell that counts the exams of a finest cell; the caller has asked {@link #hasClass}. */
    CellKey place(CellKey finest) {
        if (classes.isEmpty()) {
            return finest;
        }
        EquipmentAge age = classOf(finest.equipmentAge());
        boolean isKnown = classes.getOrDefault(age, Set.of()).contains(finest.detectorRows());
        boolean isMerged = finest.population().isChild() && !separatesChildren;
        return new CellKey(
                finest.category(),
                isMerged ? PopulationBand.CHILD : finest.population(),
                age,
                isKnown ? finest.detectorRows() : DetectorRows.ANY,
                finest.quantity(),
                finest.phantomCm());
    }

    private EquipmentAge classOf(EquipmentAge age) {
        return classes.containsKey(age) ? age : EquipmentAge.ANY;
    }

    /** Returns the scheme as one text, as the ledger stores it. */
    public String text() {
        List<String> parts = new ArrayList<>(List.of(separatesChildren ? SEPARATE : MERGED));
        new TreeMap<>(classes)
                .forEach((age, rows) -> parts.add(age.label() + ":"
                        + rows.stream().sorted().map(DetectorRows::label).collect(Collectors.joining(","))));
        return String.join(" ", parts);
    }

    /**
     * Reads a text of {@link #text}.
     *
     * @throws IllegalArgumentException if the text is not one of those
     */
    public static PartitionScheme parse(String text) {
        String[] parts = text.split(" ", -1);
        if (!parts[0].equals(MERGED) && !parts[0].equals(SEPARATE)) {
            throw new IllegalArgumentException("a partition scheme starts with " + MERGED + " or " + SEPARATE);
        }
        Map<EquipmentAge, Set<DetectorRows>> classes = new EnumMap<>(EquipmentAge.class);
        for (String part : List.of(parts).subList(1, parts.length)) {
            String[] pair = part.split(":", 2);
            Set<DetectorRows> rows = EnumSet.noneOf(DetectorRows.class);
            for (String label : pair[pair.length - 1].split(",", -1)) {
                rows.add(Labels.find(DetectorRows.values(), DetectorRows::label, label));
            }
            classes.put(Labels.find(EquipmentAge.values(), EquipmentAge::label, pair[0]), rows);
        }
        return new PartitionScheme(classes, parts[0].equals(SEPARATE));
    }
}
