package org.doseagent.net.transport;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;

/** Selectors that no connection uses now: to open one for each connection would cost more than a short association. Thread-safe. */
public final class IdleSelectors implements AutoCloseable {

    private final int max;
    private final Deque<Selector> idle = new ArrayDeque<>();
    private boolean isClosed;

    public IdleSelectors(int max) {
        this.max = max;
    }

    Selector take() throws IOException {
        synchronized (idle) {
            Selector known = idle.poll();
            if (known != null) {
                return known;
            }
        }
        return Selector.open();
    }

    /** Takes a selector back whose only channel is closed; lets the kernel close that connection. */
    void give(Selector selector) throws IOException {
        selector.selectNow();
        boolean isKept;
        synchronized (idle) {
            isKept = !isClosed && idle.size() < max && selector.keys().isEmpty();
            if (isKept) {
                idle.push(selector);
            }
        }
        if (!isKept) {
            selector.close();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (idle) {
            isClosed = true;
            for (Selector each : idle) {
                each.close();
            }
            idle.clear();
        }
    }
}
