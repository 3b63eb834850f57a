/**
 * How far the history of each PACS was fetched: the days that were listed, and the studies that were found. Knows nothing of DICOM messages.
 * Start reading at {@link org.doseagent.store.archive.ArchiveProgress}.
 */
@NullMarked
package org.doseagent.store.archive;

import org.jspecify.annotations.NullMarked;
