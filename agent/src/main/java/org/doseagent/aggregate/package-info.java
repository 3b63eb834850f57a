/**
 * Statistics that may leave: exams of a closed period to cells, disclosure control, {@code dose-aggregate/1}. Pure; no SQL, no network.
 * Start reading at {@link org.doseagent.aggregate.cells.Tabulation}.
 */
@NullMarked
package org.doseagent.aggregate;

import org.jspecify.annotations.NullMarked;
