/**
 * Sets of reference levels, read from YAML, with the reservations that a reader must know. Start reading at
 * {@link org.doseagent.drl.level.DrlSet}.
 */
@NullMarked
package org.doseagent.drl.level;

import org.jspecify.annotations.NullMarked;
