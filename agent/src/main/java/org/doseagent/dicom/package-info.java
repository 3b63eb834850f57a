/**
 * Bytes to data set and back: PS3.5 encodings, PS3.10 files, character sets, the data dictionary. Never touches a socket, never logs a
 * value. Start reading at {@link org.doseagent.dicom.DataSetReader}.
 */
@NullMarked
package org.doseagent.dicom;

import org.jspecify.annotations.NullMarked;
