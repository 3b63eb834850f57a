package org.doseagent.forward;

/**
 * One release that is being delivered: exactly the bytes of the preview.
 *
 * @param submissionId identity of the release; delivering it twice under this id has the effect of one delivery
 * @param period the closed month, {@code 2026-10}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Submission(String submissionId, String period, byte[] json) {}
