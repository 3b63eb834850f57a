package org.doseagent.store.exams;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which exams to list: begin with {@link #all()} and narrow it, such as {@code ExamQuery.all().from(day).until(day)}.
 *
 * @param from first day of the study, and {@code until} the last one, inclusive
 * @param device serial number, station name, label or key of the scanner
 * @param limit at most so many exams
 */
public record ExamQuery(
        Optional<LocalDate> from,
        Optional<LocalDate> until,
        Optional<String> category,
        Optional<String> device,
        boolean isUnmappedOnly,
        int limit) {

    /** Returns a query for all exams. */
    public static ExamQuery all() {
        return new ExamQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Integer.MAX_VALUE);
    }

    /** Narrows to studies of this day and later; null narrows nothing, here and below. */
    public ExamQuery from(@Nullable LocalDate day) {
        return new ExamQuery(Optional.ofNullable(day), until, category, device, isUnmappedOnly, limit);
    }

    /** Narrows to studies of this day and earlier. */
    public ExamQuery until(@Nullable LocalDate day) {
        return new ExamQuery(from, Optional.ofNullable(day), category, device, isUnmappedOnly, limit);
    }

    /** Narrows to exams with a part of this category. */
    public ExamQuery category(@Nullable String id) {
        return new ExamQuery(from, until, Optional.ofNullable(id), device, isUnmappedOnly, limit);
    }

    /** Narrows to the exams of one scanner. */
    public ExamQuery device(@Nullable String name) {
        return new ExamQuery(from, until, category, Optional.ofNullable(name), isUnmappedOnly, limit);
    }

    /** Narrows to exams with a part that has no category. */
    public ExamQuery unmapped() {
        return new ExamQuery(from, until, category, device, true, limit);
    }

    /** Returns at most so many of them, the newest. */
    public ExamQuery limit(int exams) {
        return new ExamQuery(from, until, category, device, isUnmappedOnly, exams);
    }
}
