package org.doseagent.store.inbox.log.segment;

import java.time.Instant;

/**
 * What one segment holds, for retention.
 *
 * @param lastSequence its last sequence number, 0 if it is empty
 * @param newestReceivedAt when its newest record was received, to the millisecond
 */
public record SegmentSummary(
        String file, long firstSequence, long lastSequence, long records, long bytes, Instant newestReceivedAt) {

    /** Returns the end of the records in the file. */
    public long end() {
        return bytes + SegmentHeader.LENGTH;
    }
}
