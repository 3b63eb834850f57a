/**
 * Backups: one file with everything that a data directory needs on another machine. It never decides when to back up. Start reading at
 * {@link org.doseagent.store.backup.Backup}.
 */
@NullMarked
package org.doseagent.store.backup;

import org.jspecify.annotations.NullMarked;
