package org.doseagent.store.repository;

/** A stored release without its bytes; {@code number} is the order of arrival. */
public record SubmissionHead(
        long number, String submissionId, Submission.Period period, int sequence, String supersedes) {}
