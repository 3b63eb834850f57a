package org.doseagent.daemon;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the named threads of the agent; an escaping exception is logged with its thread, never swallowed. */
final class AgentThreads implements ThreadFactory {

    private static final Logger LOG = LoggerFactory.getLogger(AgentThreads.class);

    private final String prefix;
    private final boolean isDaemon;
    private final AtomicInteger next = new AtomicInteger(1);

    AgentThreads(String prefix, boolean isDaemon) {
        this.prefix = prefix;
        this.isDaemon = isDaemon;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, prefix + "-" + next.getAndIncrement());
        thread.setDaemon(isDaemon);
        thread.setUncaughtExceptionHandler(
                (failed, e) -> LOG.error("event=thread-died thread={}", failed.getName(), e));
        return thread;
    }
}
