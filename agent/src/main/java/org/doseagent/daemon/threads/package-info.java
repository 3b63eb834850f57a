/**
 * The threads of the daemon and who starts them again when they fail. Opens no store. Start reading at {@link
 * org.doseagent.daemon.threads.Supervisor}.
 */
@NullMarked
package org.doseagent.daemon.threads;

import org.jspecify.annotations.NullMarked;
