package org.doseagent.cli;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.CellKey;
import org.doseagent.aggregate.Rendering;
import org.doseagent.aggregate.Tabulation;
import org.doseagent.aggregate.Withheld;
import org.doseagent.daemon.Agent;
import org.doseagent.forward.PeriodCloser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "aggregate",
        description = "Shows and releases what may leave the hospital: a closed month's cells, without patient data.",
        subcommands = {AggregateCommand.Preview.class, AggregateCommand.Close.class, AggregateCommand.ListReleases.class
        },
        footer = {"", "Example: dose-agent aggregate preview --period 2026-10"})
final class AggregateCommand extends Group {

    /** The option that names a month. */
    abstract static class OfPeriod extends Common {

        @Option(
                names = "--period",
                paramLabel = "MONTH",
                description = "such as 2026-10; default: the last that may be closed")
        @Nullable
        String period;

        YearMonth month(Agent agent) {
            try {
                return period == null ? agent.closer().lastClosable() : YearMonth.parse(period);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("--period must be a month such as 2026-10", e);
            }
        }
    }

    @Command(
            name = "preview",
            description = "Prints what would leave, or did; says on stderr what is withheld.",
            footer = {"", "Example: dose-agent aggregate preview --period 2026-10 --format json"})
    static final class Preview extends OfPeriod implements Callable<Integer> {

        @Option(
                names = "--format",
                paramLabel = "table|json|csv|madx",
                description = "json: exactly the bytes that leave; csv and madx: the same release as rows, as FHIR")
        String format = "table";

        @Override
        public Integer call() throws Exception {
            if (!format.matches("table|json|csv|madx")) {
                throw new IllegalArgumentException("--format must be table, json, csv or madx");
            }
            try (Agent agent = agent()) {
                YearMonth month = month(agent);
                Optional<Rendering> rendering = Rendering.named(format);
                if (rendering.isPresent()) {
                    byte[] bytes = rendering.get().render(agent.closer().preview(month));
                    out().println(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
                } else {
                    print(month, agent.tabulate(month));
                }
            }
            return 0;
        }

        private void print(YearMonth month, Tabulation tabulation) {
            Table table = new Table("CATEGORY", "POPULATION", "QUANTITY", "PHANTOM", "N", "P25", "P50", "P75");
            tabulation
                    .cells()
                    .forEach(cell -> table.add(
                            cell.key().category(),
                            cell.key().population().label(),
                            unit(cell.key()),
                            cell.key().phantomCm() + " cm",
                            "" + cell.n(),
                            cell.p25().toPlainString(),
                            cell.p50().toPlainString(),
                            cell.p75().toPlainString()));
            table.print(out());
            err().println(tabulation.cells().size() + " cells of " + month + " may leave, "
                    + tabulation.withheld().size() + " are withheld"
                    + (tabulation.withheld().isEmpty() ? "" : ":"));
            for (Withheld withheld : tabulation.withheld()) {
                err().println("  " + withheld.key().category() + ", "
                        + withheld.key().population().label() + ", "
                        + withheld.key().quantity() + ", "
                        + withheld.key().phantomCm() + " cm: " + withheld.reason());
            }
        }

        private static String unit(CellKey key) {
            return switch (key.quantity()) {
                case DLP -> "DLP mGy·cm";
                case CTDIVOL -> "CTDIvol mGy";
            };
        }
    }

    @Command(
            name = "close",
            description = "Releases a month, once, into ledger and outbox. The daemon does it by itself.",
            footer = {"", "Example: dose-agent aggregate close --period 2026-10"})
    static final class Close extends OfPeriod implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                YearMonth month = month(agent);
                PeriodCloser.Outcome outcome = agent.closer().close(month);
                switch (outcome) {
                    case RELEASED -> out().println(month + " released");
                    case RELEASED_BEFORE -> out().println(month + " was released before; a period leaves once");
                    case NOTHING_TO_RELEASE -> out().println(month + " has no cell that may leave");
                    case TOO_EARLY ->
                        throw new IllegalArgumentException(month + " can be closed from "
                                + LocalDate.ofInstant(agent.closer().closableFrom(month), ZoneOffset.UTC) + " on");
                }
                OutboxCommand.deliver(agent);
            }
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "Lists the ledger: which months were released.",
            footer = {"", "Example: dose-agent aggregate list --json"})
    static final class ListReleases extends Listing implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                OutboxCommand.printReleases(this, agent.ledger().all());
            }
            return 0;
        }
    }
}
