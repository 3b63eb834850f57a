/**
 * The tripwire: absolute CTDIvol values of single events, by part of the body and age. It is always on. Start reading at
 * {@link org.doseagent.drl.tripwire.Tripwire}.
 */
@NullMarked
package org.doseagent.drl.tripwire;

import org.jspecify.annotations.NullMarked;
