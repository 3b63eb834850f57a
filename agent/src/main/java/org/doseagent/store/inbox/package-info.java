/**
 * What was received and how far it was processed. The bytes are in the log ({@link org.doseagent.store.inbox.log.InboxLog}); the states are in
 * {@code doses.db}, written in the transaction of the exams. What the log has behind the last entry of {@code doses.db} waits for the worker.
 *
 * <p>It never reads a data set. Start reading at {@link org.doseagent.store.inbox.Inbox}.
 */
@NullMarked
package org.doseagent.store.inbox;

import org.jspecify.annotations.NullMarked;
