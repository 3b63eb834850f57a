/**
 * The associations that the agent itself requests (the SCU side of PS3.7): C-ECHO, query and retrieve of an archive, storage commitment
 * reports. Start reading at {@link org.doseagent.net.calling.Requestor}.
 */
@NullMarked
package org.doseagent.net.calling;

import org.jspecify.annotations.NullMarked;
