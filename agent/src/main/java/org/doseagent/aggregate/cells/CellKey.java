package org.doseagent.aggregate.cells;

import java.util.Comparator;
import org.doseagent.dose.Quantity;

/** What a cell is about; values of different phantoms (16 or 32 cm) are different cells. Ordered for canonical output. */
public record CellKey(
        String category,
        PopulationBand population,
        EquipmentAge equipmentAge,
        DetectorRows detectorRows,
        Quantity quantity,
        int phantomCm)
        implements Comparable<CellKey> {

    private static final Comparator<CellKey> ORDER = Comparator.comparing(CellKey::category)
            .thenComparing(CellKey::population)
            .thenComparing(CellKey::equipmentAge)
            .thenComparing(CellKey::detectorRows)
            .thenComparing(CellKey::quantity)
            .thenComparing(CellKey::phantomCm);

    /** Cells that coarsening may merge: one category, quantity and phantom, and either children or adults. */
    public record Domain(String category, Quantity quantity, int phantomCm, boolean isChild) {}

    /** Returns the key as one text, as the ledger knows it. */
    public String text() {
        return String.join(
                "|",
                category,
                population.label(),
                equipmentAge.label(),
                detectorRows.label(),
                quantity.name(),
                Integer.toString(phantomCm));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static CellKey parse(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 6) {
            throw new IllegalArgumentException("a cell's key has 6 parts, not " + parts.length);
        }
        return new CellKey(
                parts[0],
                Labels.find(PopulationBand.values(), PopulationBand::label, parts[1]),
                Labels.find(EquipmentAge.values(), EquipmentAge::label, parts[2]),
                Labels.find(DetectorRows.values(), DetectorRows::label, parts[3]),
                Quantity.valueOf(parts[4]),
                Integer.parseInt(parts[5]));
    }

    public Domain domain() {
        return new Domain(category, quantity, phantomCm, population.isChild());
    }

    public CellKey anyRows() {
        return new CellKey(category, population, equipmentAge, DetectorRows.ANY, quantity, phantomCm);
    }

    public CellKey anyDevice() {
        return new CellKey(category, population, EquipmentAge.ANY, DetectorRows.ANY, quantity, phantomCm);
    }

    public CellKey allChildren() {
        PopulationBand band = population.isChild() ? PopulationBand.CHILD : population;
        return new CellKey(category, band, EquipmentAge.ANY, DetectorRows.ANY, quantity, phantomCm);
    }

    /** Tells whether every exam of the other key is one of this key. */
    public boolean covers(CellKey other) {
        return domain().equals(other.domain())
                && population.covers(other.population)
                && equipmentAge.covers(other.equipmentAge)
                && detectorRows.covers(other.detectorRows);
    }

    /** Tells whether an exam may be in both. */
    public boolean overlaps(CellKey other) {
        return domain().equals(other.domain())
                && (population.covers(other.population) || other.population.covers(population))
                && (equipmentAge.covers(other.equipmentAge) || other.equipmentAge.covers(equipmentAge))
                && (detectorRows.covers(other.detectorRows) || other.detectorRows.covers(detectorRows));
    }

    @Override
    public int compareTo(CellKey other) {
        return ORDER.compare(this, other);
    }
}
