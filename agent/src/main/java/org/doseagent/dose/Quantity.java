package org.doseagent.dose;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The two quantities of CT reference levels: {@code DLP} in mGy·cm, {@code CTDIVOL} in mGy. */
public enum Quantity {
    DLP("DLP", "mGy·cm", 1),
    CTDIVOL("CTDIvol", "mGy", 2);

    private final String label;
    private final String unit;
    private final int decimals;

    Quantity(String label, String unit, int decimals) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
    }

    /** Returns the usual name of the quantity. */
    public String label() {
        return label;
    }

    public String unit() {
        return unit;
    }

    /** Returns a value for people: at most one decimal for DLP, two for CTDIvol; without unit. Comparisons use the unrounded value. */
    public String digits(BigDecimal value) {
        BigDecimal shown = value.setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros();
        return (shown.scale() < 0 ? shown.setScale(0) : shown).toPlainString();
    }

    /**
     * Returns a value beside a level, as {@link #digits}. If rounding would make the two look equal although they are not, it has all its
     * digits, at most six.
     */
    public String digits(BigDecimal value, BigDecimal level) {
        boolean isHidden = value.compareTo(level) != 0 && digits(value).equals(digits(level));
        return isHidden
                ? value.setScale(Math.min(6, Math.max(0, value.scale())), RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                : digits(value);
    }

    /**
     * Returns a value beside a level for a column of a table: with a fixed number of decimals, and more if they distinguish it from the
     * level.
     */
    public String fixed(BigDecimal value, BigDecimal level) {
        BigDecimal shown = value.setScale(decimals, RoundingMode.HALF_UP);
        boolean isHidden = value.compareTo(level) != 0 && shown.compareTo(level) == 0;
        return isHidden ? digits(value, level) : shown.toPlainString();
    }

    /** Returns {@link #digits} and the unit. */
    public String text(BigDecimal value) {
        return digits(value) + " " + unit;
    }
}
