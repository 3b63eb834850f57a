package org.doseagent.aggregate.cells;

/** The number of detector rows of a scanner, in classes. */
public enum DetectorRows {
    UP_TO_16("1-16"),
    UP_TO_64("17-64"),
    OVER_64("65+"),
    /** Not in the inventory of the site. */
    UNKNOWN("unknown"),
    /** Classes merged because one of them was too small or had only one scanner. */
    ANY("any");

    private final String label;

    DetectorRows(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static DetectorRows of(int rows) {
        return rows <= 16 ? UP_TO_16 : rows <= 64 ? UP_TO_64 : OVER_64;
    }

    boolean covers(DetectorRows other) {
        return this == ANY || this == other;
    }
}
