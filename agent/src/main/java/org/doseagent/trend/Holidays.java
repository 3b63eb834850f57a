package org.doseagent.trend;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Set;

/** The public holidays of a site, on which no exam is expected: days of one year, and days of every year. Immutable. */
public record Holidays(Set<LocalDate> days, Set<MonthDay> everyYear) {

    public static final Holidays NONE = new Holidays(Set.of(), Set.of());

    public Holidays {
        days = Set.copyOf(days);
        everyYear = Set.copyOf(everyYear);
    }

    boolean contains(LocalDate day) {
        return days.contains(day) || everyYear.contains(MonthDay.from(day));
    }
}
