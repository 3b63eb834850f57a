package org.doseagent.store.repository;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A release as a facility submitted it.
 *
 * @param bytes exactly as they came
 */
@SuppressWarnings("ArrayRecordComponent")
public record Submission(String submissionId, Period period, int sequence, Optional<String> supersedes, byte[] bytes) {

    /** The first and the last day of a period. */
    public record Period(LocalDate start, LocalDate end) {

        public boolean overlaps(Period other) {
            return !start.isAfter(other.end) && !other.start.isAfter(end);
        }
    }
}
