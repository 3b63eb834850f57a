/**
 * A closed month becomes a signed release in the ledger; later, a correction. Sees exams only as cells. Start reading at {@link
 * org.doseagent.release.PeriodCloser}.
 */
@NullMarked
package org.doseagent.release;

import org.jspecify.annotations.NullMarked;
