package org.doseagent.net;

/** Is notified of what happens on the wire, for metrics. Called by many threads; must not block. */
public interface AssociationListener {

    AssociationListener NONE = new AssociationListener() {};

    /** A limit that held, or a failure that the acceptor survived. */
    enum Incident {
        /** A connection without an association made room for a newer one. */
        PENDING_CONNECTION_REPLACED,
        /** An association was rejected because no slot was free. */
        NO_FREE_SLOT,
        /** An association that stored nothing gave its slot to a new one. */
        IDLE_ASSOCIATION_REPLACED,
        /** An object was answered A700H because of {@code maxBytesInFlight}. */
        BYTES_IN_FLIGHT,
        /** A message took longer than its deadline. */
        SLOW_MESSAGE,
        /** A peer did not read its answers. */
        PEER_DOES_NOT_READ,
        /** A connection could not be accepted: no file descriptor, thread or memory. */
        ACCEPT_FAILED,
        /** There was no TLS with a peer: version, cipher suite, certificate, or no TLS at all. */
        TLS_REFUSED,
        /** An association ended by a failure of our own. */
        ASSOCIATION_FAILED
    }

    /** An association was accepted. */
    default void opened() {}

    /**
     * A connection ended.
     *
     * @param outcome {@code released}, {@code aborted}, {@code aborted-by-peer}, {@code aborted-at-stop}, {@code replaced}, {@code
     *     rejected}, {@code tls-refused}, {@code timeout}, {@code lost}, {@code closed} or {@code failed}
     * @param wasOpened whether {@link #opened()} was called for it
     */
    default void ended(String outcome, boolean wasOpened) {}

    /** A C-STORE was answered. */
    default void answered(StoreStatus status, int bytes) {}

    default void incident(Incident incident) {}
}
