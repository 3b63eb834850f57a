/**
 * Releases the aggregates of closed months into the ledger. Decides when; {@code aggregate} decides what. Never sends anything and never reads
 * the configuration. Start reading at {@link org.doseagent.release.ReleaseService}.
 */
@NullMarked
package org.doseagent.release;

import org.jspecify.annotations.NullMarked;
