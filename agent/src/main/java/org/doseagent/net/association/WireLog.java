package org.doseagent.net.association;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the log lines about one address, so that no peer fills the disk. What is left out is counted, and the count is logged after a
 * minute. Thread-safe.
 */
final class WireLog {

    private static final Logger LOG = LoggerFactory.getLogger(WireLog.class);

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Addresses that are counted apart; all further ones share one count. */
    private static final int MAX_ADDRESSES = 1000;

    private static final String OTHERS = "others";

    private final int maxLines;
    private final Object lock = new Object();
    private Map<String, Integer> lines = new HashMap<>();
    private long minuteStart = System.nanoTime();

    WireLog(int maxLinesPerMinute) {
        this.maxLines = maxLinesPerMinute;
    }

    /** Counts a line about an address; returns whether it may be written. */
    boolean mayWrite(InetAddress address) {
        synchronized (lock) {
            String key = address.getHostAddress();
            String counted = lines.size() < MAX_ADDRESSES || lines.containsKey(key) ? key : OTHERS;
            return lines.merge(counted, 1, Integer::sum) <= maxLines;
        }
    }

    /** Begins a new minute where one is over, and logs what was left out in it. */
    void tick(long now) {
        Map<String, Integer> over;
        synchronized (lock) {
            if (now - minuteStart < MINUTE_NANOS) {
                return;
            }
            minuteStart = now;
            over = lines;
            lines = new HashMap<>();
        }
        over.forEach((address, count) -> {
            if (count > maxLines) {
                LOG.warn(
                        "event=lines-left-out peer={} count={} reason=\"more than dicom.maxLogLinesPerMinute\"",
                        address,
                        count - maxLines);
            }
        });
    }
}
