package org.doseagent.store.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.InboxEntry.State;
import org.doseagent.store.inbox.log.InboxLog;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Stored;
import org.doseagent.store.inbox.log.segment.SegmentSummary;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the bytes of objects that are done. The log deletes whole segments, so a segment must not span more than a day, and objects that
 * are quarantined are copied to the end of the log before their segment goes.
 */
final class InboxRetention {

    /** A segment that spans more than this is ended, so that no object stays much longer than the site keeps it. */
    private static final Duration MAX_SPAN = Duration.ofDays(1);

    /** Entries that are read at once. */
    private static final int PORTION = 500;

    private static final Logger LOG = LoggerFactory.getLogger(InboxRetention.class);

    private final InboxLog log;
    private final InboxStates states;

    InboxRetention(InboxLog log, InboxStates states) {
        this.log = log;
        this.states = states;
    }

    /** Deletes the segments of which every object was received before {@code end} and is done. Returns how many records were deleted. */
    long deleteBefore(Instant end) {
        endLongSegment(end);
        long position = states.position();
        List<ReceivedRow> needed = new ArrayList<>();
        List<ReceivedRow> kept = List.of();
        long last = 0;
        for (SegmentSummary segment : log.segments()) {
            List<ReceivedRow> rows = needed(segment);
            if (segment.records() > 0 && !isDue(segment, end, position, rows)) {
                break;
            }
            needed.addAll(rows);
            if (segment.records()
                    > rows.size()) { // else nothing of it may go, and it would only be copied again and again
                last = segment.lastSequence();
                kept = List.copyOf(needed);
            }
        }
        kept.forEach(this::keep);
        return last == 0 ? 0 : log.dropSegmentsUpTo(last) - kept.size();
    }

    /** Overwrites the bytes of quarantined objects that came before {@code end}. Returns how many. */
    long eraseQuarantinedBefore(Instant end) {
        long erased = 0;
        List<ReceivedRow> due = states.quarantinedBefore(end, PORTION);
        while (!due.isEmpty()) {
            for (ReceivedRow row : due) {
                if (!log.erase(row.logSequence())) {
                    LOG.warn(
                            "event=quarantined-object-is-damaged id={}: its bytes go with its segment",
                            row.entry().id());
                }
                states.noteErased(row.logSequence());
                erased++;
            }
            due = states.quarantinedBefore(end, PORTION);
        }
        return erased;
    }

    private List<ReceivedRow> needed(SegmentSummary segment) {
        return states.needing(segment.firstSequence(), segment.lastSequence());
    }

    private void endLongSegment(Instant end) {
        List<SegmentSummary> segments = log.segments();
        if (segments.isEmpty()) {
            return;
        }
        SegmentSummary newest = segments.get(segments.size() - 1);
        if (newest.records() <= needed(newest).size()) {
            return;
        }
        Optional<Instant> oldest = log.after(newest.firstSequence() - 1, 1, 1).objects().stream()
                .findFirst()
                .map(stored -> stored.object().origin().receivedAt());
        boolean isLong = oldest.filter(
                        at -> at.isBefore(end) || at.plus(MAX_SPAN).isBefore(newest.newestReceivedAt()))
                .isPresent();
        if (isLong) {
            log.endSegment();
        }
    }

    private static boolean isDue(SegmentSummary segment, Instant end, long position, List<ReceivedRow> needed) {
        return segment.newestReceivedAt().isBefore(end)
                && segment.lastSequence() <= position
                && needed.stream().allMatch(row -> row.entry().state() == State.QUARANTINED);
    }

    /** Copies an object to the end of the log. If the process ends before the entry refers to the copy, the copy is a duplicate. */
    private void keep(ReceivedRow row) {
        Optional<StoredObject> stored = log.read(row.logSequence());
        if (stored.isEmpty()) {
            return; // damaged, which was reported
        }
        PutOutcome outcome = log.put(stored.get().object());
        if (!(outcome instanceof Stored copy)) {
            throw new StoreException(
                    "quarantined object " + row.entry().id() + " cannot be kept: " + outcome,
                    new IllegalStateException("refused"),
                    true);
        }
        states.move(row.logSequence(), copy.sequence());
    }
}
