package org.doseagent.store.exams;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Percentiles;

/**
 * Many numbers, exact, in eight bytes each: whole multiples of a power of ten. Numbers that do not fit beside the others are kept as
 * {@link BigDecimal}, all of them then. Not thread-safe.
 */
public final class Decimals {

    private static final int LARGEST_SCALE = 18;
    private static final long[] POWERS = new long[LARGEST_SCALE + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= LARGEST_SCALE; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private long[] units = new long[16];
    private int size;
    private int scale;
    private boolean isSorted;

    /** What did not fit; then all are here. */
    private List<BigDecimal> wide = List.of();

    /** Returns how many numbers there are. */
    public int size() {
        return wide.isEmpty() ? size : wide.size();
    }

    /** Adds {@code unscaled} times ten to the power of minus {@code itsScale}, which is from 0 to 18. */
    public void add(long unscaled, int itsScale) {
        if (!wide.isEmpty() || (itsScale > scale && !rescale(itsScale))) {
            addWide(BigDecimal.valueOf(unscaled, itsScale));
            return;
        }
        long factor = POWERS[scale - itsScale];
        long high = Math.multiplyHigh(unscaled, factor);
        long unit = unscaled * factor;
        if (high != unit >> 63) {
            addWide(BigDecimal.valueOf(unscaled, itsScale));
            return;
        }
        if (size == units.length) {
            units = Arrays.copyOf(units, size * 2);
        }
        units[size++] = unit;
        isSorted = false;
    }

    public void add(BigDecimal value) {
        if (value.scale() >= 0 && value.scale() <= LARGEST_SCALE && value.precision() <= LARGEST_SCALE) {
            add(value.unscaledValue().longValueExact(), value.scale());
        } else {
            addWide(value);
        }
    }

    /** Adds all numbers of another. */
    public void addAll(Decimals others) {
        if (!others.wide.isEmpty()) {
            others.wide.forEach(this::addWide);
            return;
        }
        for (int i = 0; i < others.size; i++) {
            add(others.units[i], others.scale);
        }
    }

    /** Makes room for more digits after the point; false where a number would not fit any more. */
    private boolean rescale(int newScale) {
        long factor = POWERS[newScale - scale];
        long most = Long.MAX_VALUE / factor;
        for (int i = 0; i < size; i++) {
            if (units[i] > most || units[i] < -most) {
                return false;
            }
        }
        for (int i = 0; i < size; i++) {
            units[i] *= factor;
        }
        scale = newScale;
        return true;
    }

    private void addWide(BigDecimal value) {
        if (wide.isEmpty()) {
            wide = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                wide.add(BigDecimal.valueOf(units[i], scale));
            }
            size = 0;
        }
        wide.add(value);
        isSorted = false;
    }

    /** Returns a percentile as {@link Percentiles} defines it, rounded half up to two decimals; empty when there is no number. */
    public Optional<BigDecimal> percentile(int percent) {
        if (size() == 0) {
            return Optional.empty();
        }
        sort();
        BigDecimal exact = wide.isEmpty() ? ofUnits(percent) : Percentiles.of(wide, percent);
        return Optional.of(exact.setScale(2, RoundingMode.HALF_UP));
    }

    private BigDecimal ofUnits(int percent) {
        long position = (long) (size - 1) * percent;
        int below = (int) (position / 100);
        List<BigDecimal> neighbours = below + 1 == size
                ? List.of(BigDecimal.valueOf(units[below], scale))
                : List.of(BigDecimal.valueOf(units[below], scale), BigDecimal.valueOf(units[below + 1], scale));
        return Percentiles.of(neighbours, neighbours.size() == 1 ? 0 : (int) (position % 100));
    }

    private void sort() {
        if (!isSorted) {
            Arrays.sort(units, 0, size);
            if (!wide.isEmpty()) {
                wide.sort(null);
            }
            isSorted = true;
        }
    }

    private List<BigDecimal> sorted() {
        sort();
        if (!wide.isEmpty()) {
            return wide;
        }
        List<BigDecimal> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(BigDecimal.valueOf(units[i], scale));
        }
        return all;
    }

    /** The same numbers as often, in whatever order they came. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Decimals decimals
                && size() == decimals.size()
                && toString().equals(decimals.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return sorted().stream()
                .map(value -> value.stripTrailingZeros().toPlainString())
                .toList()
                .toString();
    }
}
