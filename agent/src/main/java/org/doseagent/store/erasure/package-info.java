/**
 * What the stores hold about one patient, its removal, and the memory of what was erased. It never decides who the patient is: {@code
 * intake.erasure} does. Start reading at {@link org.doseagent.store.erasure.PatientTables}.
 */
@NullMarked
package org.doseagent.store.erasure;

import org.jspecify.annotations.NullMarked;
