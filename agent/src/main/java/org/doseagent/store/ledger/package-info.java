/**
 * The ledger of releases, which is also the outbox, and the imported benchmark documents. Start reading at
 * {@link org.doseagent.store.ledger.ReleaseLedger}.
 */
@NullMarked
package org.doseagent.store.ledger;

import org.jspecify.annotations.NullMarked;
