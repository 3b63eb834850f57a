/**
 * TID 10011 to 10015 and their context templates: from a data set to an Extraction. No I/O; missing content is a Finding, never an
 * exception. Start at {@link org.doseagent.rdsr.RdsrExtractor}.
 */
@NullMarked
package org.doseagent.rdsr;

import org.jspecify.annotations.NullMarked;
