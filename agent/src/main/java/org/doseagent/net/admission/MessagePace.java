package org.doseagent.net.admission;

import java.util.concurrent.TimeUnit;
import org.doseagent.net.AcceptorSettings.Pace;

/**
 * Measures whether a message brings enough bytes, so that no peer holds a slot with a byte now and then. Asked several times a second by
 * the thread that reads.
 */
public final class MessagePace {

    /** Longer than any time between two questions; else this process was halted, and the peer is not to blame. */
    private static final long HALTED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final long windowNanos;
    private final long minBytes;
    private boolean isRunning;
    private long windowStart;
    private long receivedBefore;
    private long askedAt;

    public MessagePace(Pace pace) {
        windowNanos = pace.window().toNanos();
        minBytes = pace.minBytesPerSecond() * pace.window().toMillis() / TimeUnit.SECONDS.toMillis(1);
    }

    /**
     * Returns whether a whole window has passed with too few bytes.
     *
     * @param isUnderWay whether a message or a PDU has begun and not ended
     * @param received bytes of the connection so far
     */
    public boolean isTooSlow(boolean isUnderWay, long received, long now) {
        boolean isFresh = !isRunning || now - askedAt > HALTED_NANOS;
        askedAt = now;
        isRunning = isUnderWay;
        if (!isUnderWay) {
            return false;
        }
        if (!isFresh && now - windowStart < windowNanos) {
            return false;
        }
        boolean isTooSlow = !isFresh && received - receivedBefore < minBytes;
        windowStart = now;
        receivedBefore = received;
        return isTooSlow;
    }
}
