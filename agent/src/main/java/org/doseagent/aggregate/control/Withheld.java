package org.doseagent.aggregate.control;

import org.doseagent.aggregate.cells.CellKey;

/** A cell that must not be released, and the reason; shown on site only. */
public record Withheld(CellKey key, int exams, String reason) {}
