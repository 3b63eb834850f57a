package org.doseagent.aggregate.control;

import java.time.YearMonth;

/**
 * A {@code dose-aggregate/1} document, exactly the bytes that leave.
 *
 * @param sequence 1, or one more than that of the release of the period that this one corrects
 * @param submissionId UUID version 5 of facility, period and content: submitting it twice has the effect of submitting it once
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReleasedDocument(YearMonth period, int sequence, String submissionId, byte[] json) {

    public static final String SCHEMA = "dose-aggregate/1";
}
