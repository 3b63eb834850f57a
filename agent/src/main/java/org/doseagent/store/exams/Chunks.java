package org.doseagent.store.exams;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cuts a collection into lists of a size that one statement takes. */
final class Chunks {

    private Chunks() {}

    /** Returns the elements in their order, in lists of {@code size} and one of the rest. */
    static <T> List<List<T>> of(Collection<T> all, int size) {
        List<T> elements = List.copyOf(all);
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < elements.size(); start += size) {
            chunks.add(elements.subList(start, Math.min(elements.size(), start + size)));
        }
        return chunks;
    }
}
