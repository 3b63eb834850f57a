package org.doseagent.aggregate.cells;

import java.util.Optional;

/**
 * The age bands that aggregates distinguish, half-open, in days: those of the European guidelines on paediatric DRLs for the head (RP 185,
 * 4.2), and adults from 18 years.
 */
public enum PopulationBand {
    CHILD_0_3M("child-0-3m", 0, 91),
    CHILD_3M_1Y("child-3m-1y", 91, 365),
    CHILD_1_6Y("child-1-6y", 365, 2191),
    CHILD_6_18Y("child-6-18y", 2191, 6574),
    /** Bands of children merged because one of them was too small; no single exam is in this band. */
    CHILD("child", 0, 0),
    ADULT("adult", 6574, Integer.MAX_VALUE);

    private final String label;
    private final int minDays;
    private final int maxDays;

    PopulationBand(String label, int minDays, int maxDays) {
        this.label = label;
        this.minDays = minDays;
        this.maxDays = maxDays;
    }

    public String label() {
        return label;
    }

    /** Returns the youngest age in days, inclusive. */
    public int minDays() {
        return minDays;
    }

    /** Returns the end of the ages in days, exclusive. */
    public int maxDays() {
        return maxDays;
    }

    public boolean isChild() {
        return this != ADULT;
    }

    /** Returns whether a level for these ages, in days and half-open, applies to the whole band. */
    boolean isWithin(int fromDays, int toDays) {
        return this == CHILD
                ? fromDays <= CHILD_0_3M.minDays && toDays >= CHILD_6_18Y.maxDays
                : fromDays <= minDays && toDays >= maxDays;
    }

    boolean covers(PopulationBand other) {
        return this == other || (this == CHILD && other.isChild());
    }

    /** Returns the band of an age in days; empty for a negative age. */
    public static Optional<PopulationBand> of(int ageDays) {
        for (PopulationBand band : values()) {
            if (ageDays >= band.minDays && ageDays < band.maxDays) {
                return Optional.of(band);
            }
        }
        return Optional.empty();
    }
}
