package org.doseagent.store.exams.columns;

import java.util.ArrayList;
import java.util.List;
import org.doseagent.store.StoreException;

/** Short lists of small numbers in one column: {@code 0-5,7} for 0, 1, 2, 3, 4, 5, 7; order and repeats are kept. */
public final class IntegerList {

    /** More numbers than a list of the store ever has; a damaged row must not fill the memory. */
    private static final int MAX_SIZE = 1_000_000;

    private IntegerList() {}

    public static String text(List<Integer> numbers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.size(); i++) {
            int first = numbers.get(i);
            int last = first;
            while (i + 1 < numbers.size() && numbers.get(i + 1) == last + 1) {
                last = numbers.get(++i);
            }
            text.append(text.length() == 0 ? "" : ",").append(first);
            if (last > first) {
                text.append('-').append(last);
            }
        }
        return text.toString();
    }

    /**
     * Returns the numbers of a text.
     *
     * @throws StoreException if the text is not one that {@link #text} writes
     */
    public static List<Integer> parse(String text) {
        List<Integer> numbers = new ArrayList<>();
        if (text.isEmpty()) {
            return numbers;
        }
        try {
            for (String run : text.split(",", -1)) {
                int dash = run.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? run : run.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(run.substring(dash + 1));
                if (last < first || (long) last - first + numbers.size() >= MAX_SIZE) {
                    throw new NumberFormatException("run of " + ((long) last - first));
                }
                for (int number = first; number <= last; number++) {
                    numbers.add(number);
                }
            }
        } catch (NumberFormatException e) {
            throw new StoreException("a stored list of numbers cannot be read", e, false);
        }
        return numbers;
    }
}
