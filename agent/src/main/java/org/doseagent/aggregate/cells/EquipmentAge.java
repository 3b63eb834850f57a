package org.doseagent.aggregate.cells;

/** The age of a scanner at an exam, in years since its installation; coarse, so that it does not identify a hospital. */
public enum EquipmentAge {
    UP_TO_5("0-5"),
    UP_TO_10("6-10"),
    OVER_10("11+"),
    /** Not in the inventory of the site, or installed after the exam. */
    UNKNOWN("unknown"),
    /** Classes merged because one of them was too small. */
    ANY("any");

    private final String label;

    EquipmentAge(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static EquipmentAge of(int examYear, int installedYear) {
        int years = examYear - installedYear;
        if (years < 0) {
            return UNKNOWN;
        }
        return years <= 5 ? UP_TO_5 : years <= 10 ? UP_TO_10 : OVER_10;
    }

    boolean covers(EquipmentAge other) {
        return this == ANY || this == other;
    }
}
