/**
 * The requests for storage commitment that wait for their answer. Start reading at {@link
 * org.doseagent.store.commitment.CommitmentStore}.
 */
@NullMarked
package org.doseagent.store.commitment;

import org.jspecify.annotations.NullMarked;
