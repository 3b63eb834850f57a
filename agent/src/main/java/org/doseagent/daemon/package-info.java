/**
 * Builds the objects of the agent when they are first used; starts, supervises and stops the daemon. This is the only room with threads
 * and the system clock. It decides nothing about exams. Start reading at {@link org.doseagent.daemon.AgentDaemon}.
 */
@NullMarked
package org.doseagent.daemon;

import org.jspecify.annotations.NullMarked;
