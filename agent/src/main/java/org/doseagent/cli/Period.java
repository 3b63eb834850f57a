package org.doseagent.cli;

import java.time.LocalDate;
import java.util.Objects;
import org.doseagent.daemon.Agent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a period, the same in every command that takes one. Both ends are inclusive, and each may be left out. */
public final class Period {

    @Option(
            names = {"--since", "--from"},
            paramLabel = "DATE",
            description = "First day of the period: " + DateSpan.EXAMPLES + ".")
    @Nullable
    DateText since;

    @Option(
            names = {"--until", "--to"},
            paramLabel = "DATE",
            description = "Last day of the period, in the same forms.")
    @Nullable
    DateText until;

    /** The days of a period; an absent end is null. */
    public record Days(@Nullable LocalDate first, @Nullable LocalDate last) {

        /** Returns the last day, or another day when the option is absent. */
        public LocalDate lastOr(LocalDate other) {
            return Objects.requireNonNullElse(last, other);
        }

        /** Returns the first day, or another day when the option is absent. */
        public LocalDate firstOr(LocalDate other) {
            return Objects.requireNonNullElse(first, other);
        }
    }

    /** Returns whether the period has a first day. */
    public boolean hasFirst() {
        return since != null;
    }

    /** Returns whether the period has a first and a last day. */
    public boolean isComplete() {
        return since != null && until != null;
    }

    /**
     * Returns the days of the period in the time zone of the site.
     *
     * @throws IllegalArgumentException if the period ends before it begins
     */
    public Days days(Agent agent) {
        return days(agent.today());
    }

    Days days(LocalDate today) {
        LocalDate first = since == null ? null : since.on(today).first();
        LocalDate last = until == null ? null : until.on(today).last();
        if (first != null && last != null && first.isAfter(last)) {
            throw new IllegalArgumentException(
                    "the period begins on " + first + " and ends before that, on " + last);
        }
        return new Days(first, last);
    }
}
