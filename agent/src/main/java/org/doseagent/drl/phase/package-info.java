/**
 * How often an exam scanned the same place: its phases, and its repeated events.
 *
 * <p>Pure; never guesses: what the report does not give is not counted. Start reading at {@link org.doseagent.drl.phase.Phases}.
 */
@NullMarked
package org.doseagent.drl.phase;

import org.jspecify.annotations.NullMarked;
