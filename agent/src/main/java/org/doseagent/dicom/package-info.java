/**
 * Bytes to data set and back: PS3.5 encodings, PS3.10 files, character sets, the data dictionary. This room opens no socket and logs no
 * value. Start at {@link org.doseagent.dicom.DataSetReader}; {@code FlatIndex} is what it makes, {@link org.doseagent.dicom.DataSet} is the
 * view of it that the other rooms use.
 */
@NullMarked
package org.doseagent.dicom;

import org.jspecify.annotations.NullMarked;
