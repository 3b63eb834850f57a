package org.doseagent.store.exams;

import java.time.LocalDate;
import java.util.Optional;

/** Which exams to list; {@code until} is inclusive. */
public record ExamQuery(
        Optional<LocalDate> since,
        Optional<LocalDate> until,
        Optional<String> category,
        Optional<String> device,
        boolean isUnmappedOnly,
        int limit) {

    public static final ExamQuery ALL = new ExamQuery(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Integer.MAX_VALUE);

    public static final ExamQuery UNMAPPED = new ExamQuery(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true, Integer.MAX_VALUE);
}
