package org.doseagent.net;

/** Hears what happens on the wire, for metrics. Called by many threads; must not block. */
public interface AssociationListener {

    AssociationListener NONE = new AssociationListener() {};

    default void opened() {}

    /** One of {@code released}, {@code aborted}, {@code rejected}, {@code closed}; only accepted associations were opened before. */
    default void ended(String outcome, boolean wasOpened) {}

    default void answered(StoreStatus status, int bytes) {}
}
