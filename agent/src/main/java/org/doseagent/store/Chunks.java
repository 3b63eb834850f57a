package org.doseagent.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts what is looked up into lists of a size that one statement takes. */
public final class Chunks {

    /** One compiled statement looks up so many keys; missing ones are null, which equals no key. */
    public static final int SIZE = 64;

    public static final String PLACEHOLDERS = "?" + ", ?".repeat(SIZE - 1);

    private Chunks() {}

    /** Returns the elements in their order, in lists of up to {@link #SIZE}. */
    public static <T> List<List<T>> of(Collection<T> all) {
        List<T> elements = List.copyOf(all);
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < elements.size(); start += SIZE) {
            chunks.add(elements.subList(start, Math.min(elements.size(), start + SIZE)));
        }
        return chunks;
    }

    /** Returns the values to bind: the site, then the keys. */
    public static @Nullable Object[] values(Object site, List<?> keys) {
        @Nullable Object[] values = new @Nullable Object[SIZE + 1];
        values[0] = site;
        for (int i = 0; i < keys.size(); i++) {
            values[i + 1] = keys.get(i);
        }
        return values;
    }
}
