package org.doseagent.aggregate.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.doseagent.aggregate.cells.CalendarPeriod;

/**
 * A {@code dose-aggregate/1} document, exactly the bytes that leave.
 *
 * @param sequence 1, or one more than that of the release of the period that this one corrects
 * @param submissionId UUID version 5 of facility, period and content: submitting it twice has the effect of submitting it once
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReleasedDocument(CalendarPeriod period, int sequence, String submissionId, byte[] json) {

    public static final String SCHEMA = "dose-aggregate/1";

    /** Returns whether the submission id of a document is that of its facility, period and content. */
    public static boolean hasOwnId(ObjectNode document) {
        return withOwnId(document).path("submissionId").equals(document.path("submissionId"));
    }

    /** Returns a document with the submission id of its content and without a signature. */
    public static ObjectNode withOwnId(ObjectNode document) {
        return Document.identified(document);
    }
}
