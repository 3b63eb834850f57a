package org.doseagent.net.admission;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Spreads the TLS handshakes of one address over time, because each costs us a signature and its peer next to nothing. Used by the thread that
 * accepts.
 */
public final class HandshakePace {

    /** Addresses that are counted apart; beyond it, the one whose handshake came longest ago is forgotten. */
    private static final int MAX_ADDRESSES = 1000;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long intervalNanos;

    /** When the next handshake of an address may begin, were they evenly spread; one second of them may come at once. */
    private final Map<InetAddress, Long> next = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    public HandshakePace(int maxPerSecond) {
        intervalNanos = SECOND_NANOS / maxPerSecond;
    }

    /** Counts a handshake of an address; returns when it may begin, by {@link System#nanoTime()}. */
    public long beginsAt(InetAddress address, long now) {
        long due = Math.max(next.getOrDefault(address, now - SECOND_NANOS), now - SECOND_NANOS);
        next.put(address, due + intervalNanos);
        return Math.max(now, due);
    }
}
