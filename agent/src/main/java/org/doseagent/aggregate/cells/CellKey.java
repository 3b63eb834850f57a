package org.doseagent.aggregate.cells;

import java.util.Comparator;
import org.doseagent.dose.Quantity;

/** What a cell counts; values on different phantoms (16 or 32 cm) are in different cells. The order is that of the documents. */
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

    /** What cells have in common that coarsening may merge: category, quantity, phantom, and children or adults. */
    public record Domain(String category, Quantity quantity, int phantomCm, boolean isChild) {}

    /** Returns the key as one text, as the ledger stores it. */
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
     * Reads a text of {@link #text}.
     *
     * @throws IllegalArgumentException if the text is not one of those
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

    /** Returns whether every exam of the other key belongs to this key. */
    public boolean covers(CellKey other) {
        return domain().equals(other.domain())
                && population.covers(other.population)
                && equipmentAge.covers(other.equipmentAge)
                && detectorRows.covers(other.detectorRows);
    }

    /** Returns whether an exam can belong to both keys. */
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
