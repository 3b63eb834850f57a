package org.doseagent.store.inbox.log.segment;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.doseagent.store.inbox.log.segment.LogDamage.Extent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports each damaged place once: one line in the log, and one call of the listener. Thread-safe. */
public final class DamageReports {

    private static final Logger LOG = LoggerFactory.getLogger(DamageReports.class);

    /** Places that are remembered; further ones may be reported more than once. */
    private static final int MAX_REMEMBERED = 10_000;

    private record Place(String segment, Extent extent) {}

    private final Consumer<LogDamage> listener;
    private final Set<Place> reported = new HashSet<>();
    private long count;

    public DamageReports(Consumer<LogDamage> listener) {
        this.listener = listener;
    }

    public void report(LogDamage damage) {
        synchronized (this) {
            Place place = new Place(damage.segment(), damage.extent());
            if (reported.contains(place)) {
                return;
            }
            if (reported.size() < MAX_REMEMBERED) {
                reported.add(place);
            }
            count++;
        }
        LOG.error(
                "event=inbox-damaged segment={} offset={} bytes={} kind={} records={}",
                damage.segment(),
                damage.extent().offset(),
                damage.extent().length(),
                damage.kind(),
                damage.suspects().isEmpty()
                        ? "none"
                        : damage.suspects().first() + "-" + damage.suspects().last());
        listener.accept(damage);
    }

    public synchronized long count() {
        return count;
    }
}
