package org.doseagent.dose;

import java.util.Optional;

/**
 * What a report states about the repetition of an event (TID 10013 rows 6d and 6e).
 *
 * @param isRepeated Is Repeated Acquisition (128551): the event repeats an earlier one that could not be used
 * @param reason Reason for Repeating Acquisition (128552)
 */
public record Repetition(boolean isRepeated, Optional<Code> reason) {}
