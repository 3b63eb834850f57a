package org.doseagent.daemon.threads;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the named threads of the agent. The supervisor counts and logs exceptions that escape from them. */
public final class AgentThreads implements ThreadFactory {

    private final String prefix;
    private final boolean isDaemon;
    private final Supervisor supervisor;
    private final AtomicInteger next = new AtomicInteger(1);

    public AgentThreads(String prefix, boolean isDaemon, Supervisor supervisor) {
        this.prefix = prefix;
        this.isDaemon = isDaemon;
        this.supervisor = supervisor;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, prefix + "-" + next.getAndIncrement());
        thread.setDaemon(isDaemon);
        thread.setUncaughtExceptionHandler((failed, e) -> supervisor.count(prefix, "thread-died", e));
        return thread;
    }
}
