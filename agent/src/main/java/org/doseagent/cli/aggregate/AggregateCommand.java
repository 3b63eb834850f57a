package org.doseagent.cli.aggregate;

import static org.doseagent.cli.output.Shown.shown;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.control.Withheld;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.cli.Choice;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.CellTable;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.release.CloseOutcome;
import org.doseagent.release.ReleaseService;
import org.doseagent.store.ledger.StoredRelease;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "aggregate",
        description = "Previews, releases and checks aggregates, which contain no patient data.",
        subcommands = {
            AggregateCommand.Preview.class,
            AggregateCommand.Close.class,
            AggregateCommand.ListReleases.class,
            AggregateShowCommand.class,
            AggregateVerifyCommand.class,
            AggregateAttackCommand.class,
            AggregateKeyCommand.class,
            AggregateMembership.Enrol.class,
            AggregateMembership.Withdraw.class
        },
        footer = {"", "Example: dose-agent aggregate preview --period 2026-10"})
public final class AggregateCommand extends Group {

    /** Returns the releases of a month, newest sequence first; empty also when the text is not a month. */
    static List<StoredRelease> releasesOf(Agent agent, String month) {
        try {
            CalendarPeriod.parse(month);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    month + " is no period: write a month such as 2026-10, or 2026-Q4, 2026-H2 or 2026", e);
        }
        return agent.ledger().all().stream()
                .filter(release -> release.period().toString().equals(month))
                .toList();
    }

    /** A command about one month, with the option that names it. */
    abstract static class OfPeriod extends Common {

        @Option(
                names = "--period",
                paramLabel = "MONTH",
                description =
                        "Period, such as 2026-10, 2026-Q4, 2026-H2 or 2026. Default: the newest period that may be closed.")
        @Nullable
        String period;

        CalendarPeriod month(Agent agent) {
            try {
                return period == null ? agent.releases().lastClosable() : CalendarPeriod.parse(period);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "--period must be a month such as 2026-10, or with adaptive periods 2026-Q4, 2026-H2 or 2026",
                        e);
            }
        }
    }

    @Command(
            name = "preview",
            description = {
                "Prints what closing a month would release.",
                "If closing it would release nothing, it prints what was released last. It names on stderr the cells that are withheld, and why."
            },
            footer = {"", "Example: dose-agent aggregate preview --period 2026-10 --format json"})
    static final class Preview extends OfPeriod implements Callable<Integer> {

        @Option(
                names = "--format",
                paramLabel = "table|json|csv|madx",
                description =
                        "Format of the output. json has exactly the bytes that leave, csv has a row for each cell, madx is a FHIR MeasureReport. Default: table.")
        String format = "table";

        @Option(
                names = "--everybody",
                description =
                        "Counts the exams of every scanner and sender, to show what naming them would release. This draft never leaves.")
        boolean everybody;

        @Override
        public Integer call() throws Exception {
            Choice.require(new Choice.Given("--format", format), List.of("table", "json", "csv", "madx"));
            try (Agent agent = agentToRead()) {
                CalendarPeriod month = month(agent);
                Optional<Rendering> rendering = Rendering.named(format);
                ReleaseService releases = agent.releases();
                byte[] document = everybody ? releases.draft(month) : releases.preview(month);
                if (rendering.isPresent()) {
                    byte[] bytes = rendering.get().render(document);
                    out().println(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
                } else {
                    print(month, releases, CellTable.of(document));
                }
                if (everybody) {
                    err().println("this is a draft that counts every scanner and sender; it never leaves");
                }
                unfinished(month, YearMonth.from(agent.today()));
                releases.obstacle(month).ifPresent(reason -> err().println("dose-agent: " + reason));
            }
            return 0;
        }

        /** Reports that a period is not over, because its cells will change. */
        private void unfinished(CalendarPeriod period, YearMonth current) {
            if (period.first().isAfter(current)) {
                err().println("dose-agent: " + period + " has not begun; there is nothing to preview yet");
            } else if (!period.last().isBefore(current)) {
                err().println("dose-agent: " + period
                        + " has not ended; the preview has the exams up to now and will change");
            }
        }

        private void print(CalendarPeriod month, ReleaseService releases, Table table) {
            table.print(out());
            err().println(CellTable.UNITS);
            List<Withheld> withheld = releases.withheld(month);
            err().println(Count.of(table.size(), "cell") + " of " + month
                    + (everybody ? " in this draft, " : " may be released, ") + withheld.size()
                    + Count.verb(withheld.size(), " is", " are") + " withheld" + (withheld.isEmpty() ? "" : ":"));
            int refused = releases.refusedParts(month);
            if (refused > 0) {
                err().println(Count.of(refused, "exam part") + Count.verb(refused, " is", " are")
                        + " not counted, because the scanner is not in devices or counts only from next year on, or because the sender is"
                        + " not in dicom.allowedCallers");
            }
            withheld.forEach(each -> err().println("  " + CellTable.label(each.key()) + ": " + each.reason()));
        }
    }

    @Command(
            name = "close",
            description = {
                "Releases a month, or corrects its release if enough has changed.",
                "The release enters the ledger and the outbox. The daemon closes months by itself. Exit code 0 also if nothing has to be released."
            },
            footer = {
                "",
                "Exit code 2: nothing may be released, because devices or dicom.allowedCallers is empty in the configuration, or because it is"
                        + " too early. Exit code 4: the release journal has a release of the month that doses.db does not have.",
                "",
                "Example: dose-agent aggregate close --period 2026-10"
            })
    static final class Close extends OfPeriod implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToChange()) {
                CalendarPeriod month = month(agent);
                CloseOutcome outcome = agent.releases().close(month);
                switch (outcome) {
                    case RELEASED -> out().println(month + " released");
                    case CORRECTED -> out().println(month + " released again, as a correction");
                    case RELEASED_BEFORE ->
                        out().println(month
                                + " was released before, and too little has changed since for a correction");
                    case NOTHING_TO_RELEASE -> out().println(month + " has no cell that may be released");
                    case BLOCKED ->
                        err().println("dose-agent: "
                                + agent.releases().obstacle(month).orElse("nothing is released"));
                    case TOO_EARLY ->
                        throw new IllegalArgumentException(month + " can be closed on "
                                + LocalDate.ofInstant(agent.releases().closableFrom(month), ZoneOffset.UTC)
                                + " or later");
                }
                OutboxCommand.deliver(agent);
                if (outcome != CloseOutcome.BLOCKED) {
                    return 0;
                }
                return agent.releases().isHeld() ? Main.USAGE : Main.FAILED;
            }
        }
    }

    @Command(
            name = "list",
            description = "Lists the released months and their corrections, from the ledger.",
            footer = {"", "Example: dose-agent aggregate list --format json"})
    static final class ListReleases extends Listing implements Callable<Integer> {

        private static final Rows<StoredRelease> RELEASES = Rows.<StoredRelease>describe()
                .field("period", release -> release.period().toString(), shown("PERIOD"))
                .field("sequence", StoredRelease::sequence, shown("SEQUENCE").right())
                .field("state", release -> release.state().label(), shown("STATE"))
                .field("attempts", StoredRelease::attempts)
                .field("closedAt", StoredRelease::closedAt, shown("CLOSED").as(Look::second))
                .field("submissionId", StoredRelease::submissionId, shown("SUBMISSION"))
                .field("bytes", release -> release.json().length)
                .field("note", StoredRelease::note)
                .field(
                        "cells",
                        release -> CellTable.cells(release.json()),
                        shown("CELLS").right())
                .tableOrder("PERIOD", "SEQUENCE", "CELLS", "STATE", "CLOSED", "SUBMISSION")
                .build();

        @Option(
                names = "--period",
                paramLabel = "MONTH",
                description = "Lists only the releases of this month, such as 2026-10.")
        @Nullable
        String period;

        @Option(
                names = "--format",
                paramLabel = "table|json|csv",
                description = "Format of the output; json and csv are the same as --json and --csv. Default: table.")
        @Nullable
        String format;

        @Override
        protected Rows<StoredRelease> rows() {
            return RELEASES;
        }

        /** Makes {@code --format} one of the options that every list has. */
        private void applyFormat() {
            if (format == null) {
                return;
            }
            Choice.require(new Choice.Given("--format", format), List.of("table", "json", "csv"));
            if (json || csv) {
                throw new IllegalArgumentException(
                        "--format and --" + (json ? "json" : "csv") + " exclude each other; name one of them");
            }
            json = format.equals("json");
            csv = format.equals("csv");
        }

        @Override
        public Integer call() throws Exception {
            applyFormat();
            try (Agent agent = agentToRead()) {
                List<StoredRelease> releases =
                        period == null ? agent.ledger().all() : AggregateCommand.releasesOf(agent, period);
                print(rows(), releases.stream().limit(limit())::forEach);
            }
            return 0;
        }
    }
}
