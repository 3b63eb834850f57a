/** Effective dose of a part of an exam by published conversion factors. Pure. */
@NullMarked
package org.doseagent.drl.patient;

import org.jspecify.annotations.NullMarked;
