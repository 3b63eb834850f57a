/**
 * The append-only log of received objects: bytes that a peer was told are safe. It keeps each object byte for byte with its UIDs, its
 * origin and a sequence number, in segment files that are filled from front to back and never changed behind the write position.
 *
 * <p>It never reads a data set, never knows whether an object was processed, and never recognises duplicates: the states of the objects
 * are in {@code doses.db}. Start reading at {@link org.doseagent.store.inbox.log.InboxLog}; the files are in {@code inbox.log.segment}.
 */
@NullMarked
package org.doseagent.store.inbox.log;

import org.jspecify.annotations.NullMarked;
