package org.doseagent.aggregate.control;

import java.util.List;
import java.util.Optional;

/**
 * What closing a period now would do.
 *
 * @param release what would be released; empty when the period was released before and nothing, or too little, has changed
 * @param isDue whether to release it: it has a cell, or corrects one
 * @param withheld cells that must not be released, or not again; shown on site only
 */
public record Decision(Optional<Release> release, boolean isDue, List<Withheld> withheld) {

    public Decision {
        withheld = List.copyOf(withheld);
    }
}
