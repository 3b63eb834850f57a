/**
 * The exams of a period in cells: what a cell is about, and which value of which exam part belongs to it. Start reading at
 * {@link org.doseagent.aggregate.cells.Tabulator}.
 */
@NullMarked
package org.doseagent.aggregate.cells;

import org.jspecify.annotations.NullMarked;
