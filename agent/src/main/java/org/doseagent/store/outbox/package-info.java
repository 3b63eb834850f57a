/**
 * What came of an attempt to deliver, and how long to wait before the next one: for releases and for notifications.
 */
@NullMarked
package org.doseagent.store.outbox;

import org.jspecify.annotations.NullMarked;
