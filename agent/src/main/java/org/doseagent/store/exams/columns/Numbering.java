package org.doseagent.store.exams.columns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the distinct elements of several lists from 0, in the order of their first appearance. */
public final class Numbering<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> elements = new ArrayList<>();

    /** Returns the number of each element. */
    public List<Integer> addAll(List<T> list) {
        List<Integer> result = new ArrayList<>(list.size());
        for (T element : list) {
            Integer known = numbers.putIfAbsent(element, elements.size());
            if (known == null) {
                known = elements.size();
                elements.add(element);
            }
            result.add(known);
        }
        return result;
    }

    /** Returns the elements by number. */
    public List<T> elements() {
        return elements;
    }
}
