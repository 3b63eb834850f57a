package org.doseagent.net.association;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.AssociationListener;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.admission.KnownSenders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which connections may stay. A connection is pending until its association takes a slot, and again when it has lost or given
 * back the slot. Thread-safe.
 */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final Limits limits;
    private final long scarceIdleNanos;
    private final long scarceGraceNanos;
    private final AssociationListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** In the order of arrival. */
    private final Set<Association> open = new LinkedHashSet<>();

    private final Set<Association> slots = new LinkedHashSet<>();

    private final KnownSenders known;

    Admission(AcceptorSettings settings, AssociationListener listener) {
        this.limits = settings.limits();
        this.scarceIdleNanos = settings.deadlines().scarceIdle().toNanos();
        this.scarceGraceNanos =
                Math.min(scarceIdleNanos, settings.deadlines().scarceGrace().toNanos());
        this.known = new KnownSenders(limits.maxKnownSenders());
        this.listener = listener;
    }

    /** Returns how many connections, and threads, there can be: pending ones that were closed need a moment to end. */
    static int maxConnections(Limits limits) {
        return limits.maxAssociations() + 2 * limits.maxPending();
    }

    /** Waits until one more connection may be accepted; false if that takes longer than {@code nanos}. */
    boolean awaitRoom(long nanos) throws InterruptedException {
        return await(nanos, () -> open.size() < maxConnections(limits));
    }

    /** Waits until all connections have ended; false if that takes longer than {@code nanos}. */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        return await(nanos, open::isEmpty);
    }

    /** Waits until a connection ends, but not longer than {@code nanos}. */
    void awaitEnd(long nanos) throws InterruptedException {
        int before = sizeNow();
        await(nanos, () -> open.size() < before);
    }

    private int sizeNow() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(long nanos, BooleanSupplier condition) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a pending connection. Where too many are pending, the oldest one of the peer that has most of them is closed. */
    void enter(Association association) throws IOException {
        lock.lock();
        try {
            List<Association> pending = new ArrayList<>();
            Map<InetAddress, Integer> counts = new HashMap<>();
            for (Association each : open) {
                if (!slots.contains(each) && !each.isClosed()) {
                    pending.add(each);
                    counts.merge(each.address(), 1, Integer::sum);
                }
            }
            open.add(association);
            if (pending.size() < limits.maxPending()) {
                return;
            }
            counts.merge(association.address(), 1, Integer::sum);
            int most =
                    counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            Association oldest = pending.stream()
                    .filter(each -> counts.getOrDefault(each.address(), 0) == most)
                    .findFirst()
                    .orElse(pending.get(0));
            oldest.closeNow();
        } finally {
            lock.unlock();
        }
        listener.incident(Incident.PENDING_CONNECTION_REPLACED);
    }

    /**
     * Gives an association a slot, if need be that of an association that has stored nothing for a while. Who has stored objects before
     * takes precedence over who never did.
     *
     * @return why there is no slot; empty when there is one
     */
    Optional<String> takeSlot(Association association) {
        lock.lock();
        try {
            boolean isKnown = isKnown(association);
            Predicate<Association> isSamePeer = each -> each.address().equals(association.address());
            long ofPeer = slots.stream().filter(isSamePeer).count();
            if (ofPeer >= limits.maxAssociationsPerPeer() && !hasReplacedIdle(isSamePeer, isKnown)) {
                listener.incident(Incident.NO_FREE_SLOT);
                return Optional.of("the address of the peer has " + ofPeer
                        + " associations, as many as dicom.maxAssociationsPerPeer allows");
            }
            if (slots.size() >= limits.maxAssociations() && !hasReplacedIdle(any -> true, isKnown)) {
                listener.incident(Incident.NO_FREE_SLOT);
                return Optional.of(slots.size() + " associations are open, as many as dicom.maxAssociations allows");
            }
            slots.add(association);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Remembers that a sender has stored an object. */
    void hasStored(Association association) {
        lock.lock();
        try {
            known.add(association.sender());
        } finally {
            lock.unlock();
        }
    }

    /** The daemon's check of itself stores nothing, but must not fail because of the others. */
    private boolean isKnown(Association association) {
        return association.isSelf() || known.contains(association.sender());
    }

    /** Returns how long an association may store nothing before a new one takes its slot; more than 0, so not while it stores. */
    private long patienceNanos(Association holder, boolean isNewKnown) {
        if (holder.hasStored() || isKnown(holder)) {
            return scarceIdleNanos;
        }
        return isNewKnown ? 1 : scarceGraceNanos;
    }

    private boolean hasReplacedIdle(Predicate<Association> candidates, boolean isNewKnown) {
        long now = System.nanoTime();
        Optional<Association> idlest = slots.stream()
                .filter(candidates)
                .filter(each -> each.idleNanos(now) >= patienceNanos(each, isNewKnown))
                .max(Comparator.comparingLong(each -> each.idleNanos(now)));
        idlest.ifPresent(each -> {
            slots.remove(each);
            each.giveWay();
            listener.incident(Incident.IDLE_ASSOCIATION_REPLACED);
        });
        return idlest.isPresent();
    }

    /** Takes the slot back from an association that is over, though its peer may not have closed yet. */
    void releaseSlot(Association association) {
        lock.lock();
        try {
            slots.remove(association);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a connection that has ended. */
    void leave(Association association) {
        lock.lock();
        try {
            open.remove(association);
            slots.remove(association);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connections whose peers have not read an answer for too long. */
    void closeStuckWriters() {
        snapshot().forEach(Association::closeIfStuckWriting);
    }

    /** Returns the connections that are open. */
    List<Association> snapshot() {
        lock.lock();
        try {
            return List.copyOf(open);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connections that have no association: they have nothing to lose. */
    void closePending() {
        for (Association each : snapshot()) {
            if (!holdsSlot(each)) {
                close(each);
            }
        }
    }

    private boolean holdsSlot(Association association) {
        lock.lock();
        try {
            return slots.contains(association);
        } finally {
            lock.unlock();
        }
    }

    static void close(Association association) {
        try {
            association.closeNow();
        } catch (IOException e) {
            LOG.debug("event=close-failed error={}", e.getClass().getSimpleName());
        }
    }
}
