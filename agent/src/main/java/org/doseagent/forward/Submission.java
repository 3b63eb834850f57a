package org.doseagent.forward;

/**
 * One release on its way out: exactly the bytes that were previewed.
 *
 * @param submissionId identity of the release; delivering it twice under this id is the same as once
 * @param period the closed month, {@code 2026-10}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Submission(String submissionId, String period, byte[] json) {}
