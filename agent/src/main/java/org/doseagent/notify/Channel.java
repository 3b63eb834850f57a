package org.doseagent.notify;

import org.doseagent.store.outbox.Delivery;

/** A way to people. Used by one thread at a time. */
public interface Channel {

    /** Returns the word for it in lists and metrics: {@code email}, {@code webhook}. */
    String name();

    /**
     * Tries once, within a bounded time; never throws for a network fault, which is {@link Delivery.Later}. The reasons name what happened in
     * words of our own, never in those of the server.
     */
    Delivery deliver(Message message);
}
