package org.doseagent.cli.pacs;

import java.time.LocalDate;
import java.util.Optional;
import org.doseagent.cli.Period;
import org.doseagent.daemon.Agent;
import org.doseagent.pacs.PacsSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command about the history of a PACS: which one, and which days. */
public final class ChosenPacs {

    /** Longest period of one command. */
    private static final int MAX_YEARS = 50;

    @Option(
            names = "--pacs",
            paramLabel = "AET",
            description = "AE title of the PACS; mandatory where several are configured.")
    @Nullable
    String pacs;

    @Mixin
    Period period = new Period();

    /** The chosen PACS and days. */
    record Choice(PacsSettings.Archive archive, LocalDate from, LocalDate to) {

        String title() {
            return archive.remote().aeTitle().value();
        }
    }

    /** @throws IllegalArgumentException if the PACS or the first day is not named, or the period is too long */
    Choice of(Agent agent) {
        PacsSettings.Archive archive = agent.archives().archive(Optional.ofNullable(pacs));
        LocalDate from = period.first();
        if (from == null) {
            throw new IllegalArgumentException("name the first day of the period, such as --from 2026-10");
        }
        LocalDate to = period.lastOr(Agent.localToday());
        if (to.isBefore(from) || from.plusYears(MAX_YEARS).isBefore(to)) {
            throw new IllegalArgumentException(
                    "the period from " + from + " to " + to + " must have 1 day to " + MAX_YEARS + " years");
        }
        return new Choice(archive, from, to);
    }
}
