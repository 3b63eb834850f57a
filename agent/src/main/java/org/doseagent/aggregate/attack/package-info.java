/**
 * Attacks on what was released, which must find nothing. Shares no rule with the control. Start reading at
 * {@link org.doseagent.aggregate.attack.Attack}.
 */
@NullMarked
package org.doseagent.aggregate.attack;

import org.jspecify.annotations.NullMarked;
