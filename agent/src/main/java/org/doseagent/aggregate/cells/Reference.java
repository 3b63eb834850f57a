package org.doseagent.aggregate.cells;

import java.util.List;
import java.util.Map;

/** What the cells of a period refer to: the levels that are valid in it, and the published codes of the categories. */
public record Reference(List<Level> levels, Map<String, List<PublishedCode>> codes) {

    public static final Reference NONE = new Reference(List.of(), Map.of());

    /** A code of a public vocabulary, with the URI of its system. */
    public record PublishedCode(String system, String code) {}

    public Reference {
        levels = List.copyOf(levels);
        codes = Map.copyOf(codes);
    }
}
