package org.doseagent.cli;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a period, the same in every command that takes one. Both ends are inclusive, and each may be left out. */
public final class Period {

    @Option(
            names = {"--since", "--from"},
            paramLabel = "DATE",
            description = "First day of the period: " + DateSpan.EXAMPLES + ".")
    @Nullable
    DateSpan since;

    @Option(
            names = {"--until", "--to"},
            paramLabel = "DATE",
            description = "Last day of the period, in the same forms.")
    @Nullable
    DateSpan until;

    /**
     * Returns the first day; null when the option is absent.
     *
     * @throws IllegalArgumentException if the period ends before it begins
     */
    public @Nullable LocalDate first() {
        if (since != null && until != null && since.first().isAfter(until.last())) {
            throw new IllegalArgumentException(
                    "the period begins on " + since.first() + " and ends before that, on " + until.last());
        }
        return since == null ? null : since.first();
    }

    /**
     * Returns the last day; null when the option is absent.
     *
     * @throws IllegalArgumentException if the period ends before it begins
     */
    public @Nullable LocalDate last() {
        first();
        return until == null ? null : until.last();
    }

    /** Returns the last day, or another day when the option is absent. */
    public LocalDate lastOr(LocalDate other) {
        return Objects.requireNonNullElse(last(), other);
    }
}
