package org.doseagent.store.inbox.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.doseagent.store.inbox.log.segment.Segment;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.SegmentName;

/** All segments of a log in order, with what they hold together. Only the last used ones are open. Thread-safe. */
final class Segments {

    /** Segments whose file and index are kept: the worker's, the writer's, and two of commands. */
    private static final int MAX_OPEN = 4;

    private final NavigableMap<SegmentName, Segment> byName = new ConcurrentSkipListMap<>();
    private final LinkedHashSet<Segment> open = new LinkedHashSet<>();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    void add(Segment segment) {
        byName.put(segment.name(), segment);
        count(segment.records(), segment.end() - SegmentHeader.LENGTH);
    }

    void count(long moreRecords, long moreBytes) {
        records.addAndGet(moreRecords);
        bytes.addAndGet(moreBytes);
    }

    void remove(Segment segment) throws IOException {
        byName.remove(segment.name());
        count(-segment.records(), SegmentHeader.LENGTH - segment.end());
        synchronized (open) {
            open.remove(segment);
        }
        segment.drop();
    }

    long records() {
        return records.get();
    }

    long bytes() {
        return bytes.get();
    }

    List<Segment> all() {
        return new ArrayList<>(byName.values());
    }

    /** Returns the last sequence number that is on disk; 0 if there is none. */
    long lastSequence() {
        for (Segment segment : byName.descendingMap().values()) {
            if (segment.lastSequence() > 0) {
                return segment.lastSequence();
            }
        }
        return 0;
    }

    /** Returns the segment that holds the record with this number, else the next one that holds a later record. */
    Optional<Segment> atOrAfter(long sequence) {
        SegmentName start = byName.floorKey(new SegmentName(sequence, -1L));
        NavigableMap<SegmentName, Segment> candidates = start == null ? byName : byName.tailMap(start, true);
        for (Segment segment : candidates.values()) {
            if (segment.lastSequence() >= sequence) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** Notes that a segment is read, and releases the one that was not read for the longest time. */
    void use(Segment segment) throws IOException {
        Segment released = null;
        synchronized (open) {
            open.remove(segment);
            open.add(segment);
            if (open.size() > MAX_OPEN) {
                released = open.iterator().next();
                open.remove(released);
            }
        }
        if (released != null) {
            released.release();
        }
    }

    void release() throws IOException {
        for (Segment segment : byName.values()) {
            segment.release();
        }
    }
}
