/**
 * The walk of one received report, from the wire to the assessed exam in the store. No sockets.
 */
@NullMarked
package org.doseagent.intake;

import org.jspecify.annotations.NullMarked;
