package org.doseagent.aggregate;

import java.util.Comparator;
import org.doseagent.dose.Quantity;

/** What a cell is about; values of different phantoms (16 or 32 cm) are different cells. Ordered for canonical output. */
public record CellKey(String category, PopulationBand population, Quantity quantity, int phantomCm)
        implements Comparable<CellKey> {

    private static final Comparator<CellKey> ORDER = Comparator.comparing(CellKey::category)
            .thenComparing(CellKey::population)
            .thenComparing(CellKey::quantity)
            .thenComparing(CellKey::phantomCm);

    @Override
    public int compareTo(CellKey other) {
        return ORDER.compare(this, other);
    }
}
