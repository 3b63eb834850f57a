package org.doseagent.cli.pacs;

import java.time.LocalDate;
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
        PacsSettings.Archive archive = pacs == null ? agent.archives().onlyArchive() : agent.archives().archive(pacs);
        if (!period.hasFirst()) {
            throw new IllegalArgumentException("name the first day of the period, such as --since 2026-10");
        }
        Period.Days days = period.days(agent);
        LocalDate from = days.firstOr(agent.today());
        LocalDate to = days.lastOr(agent.today());
        if (to.isBefore(from) || from.plusYears(MAX_YEARS).isBefore(to)) {
            throw new IllegalArgumentException(
                    "the period from " + from + " to " + to + " must have 1 day to " + MAX_YEARS + " years");
        }
        return new Choice(archive, from, to);
    }
}
