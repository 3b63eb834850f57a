package org.doseagent.aggregate.cells;

import java.util.function.Function;

/** Finds an enum constant by its label. */
public final class Labels {

    private Labels() {}

    public static <T> T find(T[] values, Function<T, String> label, String wanted) {
        for (T value : values) {
            if (label.apply(value).equals(wanted)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no class has the label " + wanted);
    }
}
