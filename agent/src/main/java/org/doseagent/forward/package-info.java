/**
 * The outbox and its transports. Never sees a row about a patient.
 */
@NullMarked
package org.doseagent.forward;

import org.jspecify.annotations.NullMarked;
