/**
 * The history of a PACS: which studies have dose reports, and fetching those that the agent does not have. Asks by C-FIND, fetches by C-GET or
 * C-MOVE; what comes enters the inbox like anything that a PACS sends. Never reads a report, makes no thread and asks no clock of its own. Start
 * reading at {@link org.doseagent.pacs.Backfill}.
 */
@NullMarked
package org.doseagent.pacs;

import org.jspecify.annotations.NullMarked;
