package org.doseagent.notify;

import org.doseagent.store.outbox.Delivery;

/** A channel for notifications. Used by one thread at a time. */
public interface Channel {

    /** Returns its name in lists and metrics: {@code email}, {@code webhook}. */
    String name();

    /**
     * Tries once, within a bounded time; never throws for a network fault, but returns {@link Delivery.Later}. The reasons are our own
     * texts, never those of the server.
     */
    Delivery deliver(Message message);
}
