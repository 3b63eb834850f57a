package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.doseagent.cli.Common;
import org.doseagent.cli.DateText;
import org.doseagent.cli.Group;
import org.doseagent.cli.Period;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.Table;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.level.TypicalValues;
import org.doseagent.review.LocalLevels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "local",
        description = "Freezes and lists the typical values of the site, the medians of its own exams.",
        subcommands = {DrlLocalCommand.Freeze.class, DrlLocalCommand.ListVersions.class},
        footer = {"", "Example: dose-agent drl local list"})
final class DrlLocalCommand extends Group {

    private static final Rows<TypicalValues.Group> GROUPS = Rows.<TypicalValues.Group>describe()
            .field("category", TypicalValues.Group::category)
            .field("population", TypicalValues.Group::population)
            .field("phantomCm", TypicalValues.Group::phantomCm)
            .field("exams", TypicalValues.Group::exams)
            .build();

    private static final Rows<LocalLevels.Entry> VERSIONS = Rows.<LocalLevels.Entry>describe()
            .field("id", entry -> entry.set().id(), shown("SET"))
            .field("edition", entry -> entry.set().edition(), shown("EDITION"))
            .field("source", entry -> entry.set().source(), shown("SOURCE"))
            .field("validFrom", entry -> entry.set().validFrom(), shown("FROM"))
            .field("validTo", entry -> entry.set().validTo(), shown("UNTIL"))
            .field("rows", entry -> entry.set().rows().size(), shown("ROWS").right())
            .field("signed", LocalLevels.Entry::isSigned, shown("SIGNED").as(Look::yesOrNo))
            .field("sha256", entry -> entry.set().sha256())
            .field("file", entry -> entry.file().toString())
            .build();

    @Command(
            name = "freeze",
            description = {
                "Freezes the medians of a period as typical values of the site (ICRP 135).",
                "The file and the audit record who signs them off.",
                "Exams after the period are compared with them like with any set: CTDIvol and DLP by category, population and phantom, from at least "
                        + TypicalValues.MIN_ADULTS + " adults or " + TypicalValues.MIN_CHILDREN
                        + " children. Half of all exams are above a median, so that these values open no alert.",
                "The version before ends where the new one begins. A file that is changed afterwards is not used."
            },
            footer = {"", "Example: dose-agent drl local freeze --from 2025-01-01 --to 2025-12-31 --by \"M. Physicist\""
            })
    static final class Freeze extends Common implements Callable<Integer> {

        @Mixin
        Period period = new Period();

        @Option(
                names = "--by",
                required = true,
                paramLabel = "WHO",
                description =
                        "Name of the medical physics expert who signs off; it is written to the file and the audit.")
        String by = "";

        @Option(
                names = "--expires",
                paramLabel = "DATE",
                description = "First day on which the values are too old. Default: one year after today.")
        @Nullable
        DateText expires;

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Override
        public Integer call() throws Exception {
            if (!period.isComplete()) {
                throw new IllegalArgumentException("--since and --until: both are required");
            }
            try (Agent agent = agentToChange()) {
                LocalDate today = agent.today();
                Period.Days days = period.days(agent);
                LocalDate from = days.firstOr(today);
                LocalDate to = days.lastOr(today);
                LocalLevels.Request request = new LocalLevels.Request(
                        from,
                        to,
                        by,
                        expires == null ? today.plusYears(1) : expires.on(today).first());
                String country = agent.settings().release().country();
                print(agent.localLevels().freeze(request, agent.levels().categories(), country, today));
            }
            return 0;
        }

        private void print(LocalLevels.Frozen frozen) {
            if (json) {
                var node = VERSIONS.json(frozen.entry());
                node.set("groups", Json.array(frozen.values().groups(), GROUPS::json));
                node.set("tooSmall", Json.array(frozen.values().tooSmall(), GROUPS::json));
                var refused = node.putArray("refused");
                frozen.refused().forEach(refused::add);
                data().println(Json.text(node));
            } else {
                Table table = new Table("CATEGORY", "POPULATION", "PHANTOM", "EXAMS");
                frozen.values()
                        .groups()
                        .forEach(group -> table.add(
                                group.category(), group.population(), group.phantomCm() + " cm", "" + group.exams()));
                table.print(out());
            }
            frozen.values()
                    .tooSmall()
                    .forEach(group -> err().println("dose-agent: no value for " + group.category() + ", "
                            + group.population() + ", " + group.phantomCm() + " cm: " + group.exams()
                            + " exams are too few"));
            frozen.refused()
                    .forEach(
                            category -> err().println(
                                            "dose-agent: no value for " + category
                                                    + ": its medians cannot be levels, because CTDIvol or DLP is implausible or they do not fit each other"));
            err().println(
                            "dose-agent: " + frozen.entry().set().id() + " is signed off and active, for exams from "
                                    + frozen.entry()
                                            .set()
                                            .validFrom()
                                            .map(Objects::toString)
                                            .orElse("-") + " until "
                                    + frozen.entry()
                                            .set()
                                            .validTo()
                                            .map(Objects::toString)
                                            .orElse("-")
                                    + ". A running daemon uses it after its next start. Run dose-agent reprocess to compare stored exams again.");
        }
    }

    @Command(
            name = "list",
            description = {
                "Lists the versions of the typical values of the site.",
                "SIGNED: the hash of the file is in the audit; a version without it is not used.",
                "UNTIL: first day on which the version is no longer valid."
            },
            footer = {"", "Example: dose-agent drl local list --json"})
    static final class ListVersions extends Listing implements Callable<Integer> {

        @Override
        protected Rows<LocalLevels.Entry> rows() {
            return VERSIONS;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                List<LocalLevels.Entry> entries =
                        agent.localLevels().all(agent.levels().categories());
                print(rows(), entries.stream().limit(limit())::forEach);
            }
            return 0;
        }
    }
}
