package org.doseagent.store.exams;

import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** A range of months, both inclusive; a missing end is open. */
public record MonthRange(@Nullable YearMonth from, @Nullable YearMonth to) {

    /** All months. */
    public static final MonthRange ALL = new MonthRange(null, null);

    /** Returns the number of the first month in the store; 0 without one. */
    int first() {
        return from == null ? 0 : AssessmentRows.numberOf(from);
    }

    /** Returns the number of the last month in the store; 0 without one. */
    int last() {
        return to == null ? 0 : AssessmentRows.numberOf(to);
    }

    /** Returns the condition on a column with the number of a month; it has two parameters, {@link #first} and {@link #last}. */
    String condition(String column) {
        return (from == null ? " AND 0 = ?" : " AND " + column + " >= ?")
                + (to == null ? " AND 0 = ?" : " AND " + column + " <= ?");
    }
}
