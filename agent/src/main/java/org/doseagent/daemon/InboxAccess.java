package org.doseagent.daemon;

import java.nio.channels.FileLock;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.doseagent.net.ReceivedObject;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.HandOver;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.jspecify.annotations.Nullable;

/**
 * How a command gives objects to the inbox and has it processed: by itself where no daemon runs on the data directory, which none can then
 * start; otherwise the daemon does both (decision 0021). Confined to one thread.
 */
public final class InboxAccess implements AutoCloseable {

    /** Portions that a command may hand over before the daemon has taken one. */
    private static final long MAX_PORTIONS = 2;

    private final Agent agent;
    private final @Nullable FileLock lock;
    private final @Nullable HandOver handOver;

    private InboxAccess(Agent agent, @Nullable FileLock lock, @Nullable HandOver handOver) {
        this.agent = agent;
        this.lock = lock;
        this.handOver = handOver;
    }

    static InboxAccess open(Agent agent) {
        Optional<FileLock> lock = agent.directory().lock();
        if (lock.isEmpty()) {
            return new InboxAccess(
                    agent, null, agent.inbox().handOver(agent.supervisor().restarting("inbox")));
        }
        try {
            agent.inbox().prepareToWrite();
            return new InboxAccess(agent, lock.get(), null);
        } catch (RuntimeException e) {
            DataDirectory.release(lock.get());
            throw e;
        }
    }

    /**
     * Keeps an object.
     *
     * @throws StoreException if the disk fails, or there is no room for the object
     */
    public void put(ReceivedObject object) throws InterruptedException {
        if (handOver == null) {
            PutOutcome outcome = agent.intake().put(object);
            if (outcome instanceof Refused refused) {
                throw new StoreException(
                        "inbox is full, or the disk below its floor (" + refused.reason() + "); nothing more is taken",
                        new IllegalStateException("refused"),
                        true);
            }
        } else if (handOver.put(agent.intake().inboxObject(object))) {
            awaitHandedOver();
        }
    }

    /**
     * Returns once everything that was there when it was called is processed.
     *
     * @throws StoreException if the daemon has stopped, or processes nothing for two minutes; the objects stay in the inbox
     */
    public void process() throws InterruptedException {
        settle();
        if (handOver == null) {
            agent.reviewAll();
        }
    }

    /** The same, without the review of all scanners; more objects may be put afterwards. */
    public void settle() throws InterruptedException {
        if (handOver == null) {
            agent.inbox().takeHandedOver();
            int done;
            do {
                done = agent.worker().processBatch();
                done = done == 0 ? agent.worker().processSuspect() : done;
            } while (done > 0);
        } else {
            handOver.close();
            awaitProcessed();
        }
    }

    /** Waits until the daemon has processed everything that is in the inbox now. */
    private void awaitProcessed() throws InterruptedException {
        await(agent.inbox()::handedOver);
        agent.inbox().lookAgain(); // the log as it was half a second ago lacks what has arrived since
        long last = agent.inbox().highestSequence();
        await(() -> agent.inbox().waitingUpTo(last));
    }

    /** Waits until the daemon has taken most of what this process handed over, so that the disk holds little of it twice. */
    private void awaitHandedOver() throws InterruptedException {
        await(() -> Math.max(0, agent.inbox().handedOver() - MAX_PORTIONS));
    }

    private void await(LongSupplier waiting) throws InterruptedException {
        new ProgressWait(waiting, agent.stores()::isDaemonRunning, ProgressWait.PATIENCE).await();
    }

    /** Returns whether a daemon runs on the data directory and takes what is put. */
    boolean isBesideDaemon() {
        return handOver != null;
    }

    @Override
    public void close() {
        if (handOver != null) {
            handOver.close();
        }
        if (lock != null) {
            agent.stores().closeInbox();
            DataDirectory.release(lock);
        }
    }
}
