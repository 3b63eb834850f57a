package org.doseagent.aggregate.control;

import java.util.List;

/**
 * What leaves, and what the ledger keeps beside it.
 *
 * @param cells the cells of the document with the exams that count, in the order of their keys
 */
public record Release(ReleasedDocument document, List<ReleasedCell> cells) {

    public Release {
        cells = List.copyOf(cells);
    }

    /** Returns the bytes of the document. */
    public byte[] json() {
        return document.json();
    }
}
