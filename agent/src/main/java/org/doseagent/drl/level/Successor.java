package org.doseagent.drl.level;

import java.util.Optional;

/**
 * The newer edition of a set.
 *
 * @param year when it replaced the set; empty where that is not known
 * @param by its name
 * @param set its identifier; empty where its values are not available here
 */
public record Successor(Optional<Integer> year, String by, Optional<String> set) {

    /** Returns what a reader of the older set must know. */
    public String text() {
        return "superseded" + year.map(number -> " " + number).orElse("") + ", "
                + set.map(id -> "see " + id).orElse("values not available here") + " (" + by + ")";
    }
}
