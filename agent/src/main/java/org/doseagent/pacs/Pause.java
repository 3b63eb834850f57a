package org.doseagent.pacs;

import java.time.Duration;

/** Waits. The daemon waits on its clock, a test moves its own. */
public interface Pause {

    void await(Duration duration) throws InterruptedException;
}
