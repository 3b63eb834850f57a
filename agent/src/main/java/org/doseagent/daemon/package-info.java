/**
 * Builds the objects, starts and stops them. The only room with threads and the system clock; no rules of its own.
 */
@NullMarked
package org.doseagent.daemon;

import org.jspecify.annotations.NullMarked;
