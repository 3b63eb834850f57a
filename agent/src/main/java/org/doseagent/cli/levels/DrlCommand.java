package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.cli.output.WholeFile;
import org.doseagent.config.LevelReader;
import org.doseagent.daemon.Agent;
import org.doseagent.dose.identity.ContentHash;
import org.doseagent.drl.LevelCatalogue;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.drl.level.Successor;
import org.doseagent.drl.yaml.DrlException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drl",
        description = "Lists and checks reference levels, and compares doses with them.",
        subcommands = {
            DrlCommand.ListSets.class,
            DrlCommand.Check.class,
            DrlExplainCommand.class,
            DrlCompareCommand.class,
            DrlWhatIfCommand.class,
            DrlCommand.Adopt.class,
            DrlLocalCommand.class
        },
        footer = {"", "Example: dose-agent drl list"})
public final class DrlCommand extends Group {

    @Command(
            name = "list",
            description = {
                "Lists the sets of reference levels.",
                "It lists the active sets and all other sets in the same folders.",
                "VERIFIED: according to the file, its values were checked against the publication.",
                "ADOPTED: a person of the site has confirmed the set with drl adopt.",
                "UNTIL: first day on which the set is no longer valid.",
                "STATISTIC: the value of a group that is compared, and the minimum number of exams in the group."
            },
            footer = {"", "Example: dose-agent drl list --json"})
    static final class ListSets extends Listing implements Callable<Integer> {

        private static final Rows<LevelCatalogue.Entry> SETS = Rows.<LevelCatalogue.Entry>describe()
                .field("id", entry -> entry.set().id(), shown("SET"))
                .field("title", entry -> entry.set().title())
                .field("jurisdiction", entry -> entry.set().jurisdiction(), shown("AREA"))
                .field("edition", entry -> entry.set().edition())
                .field("source", entry -> entry.set().source())
                .field("tier", entry -> entry.set().tier(), shown("TIER"))
                .field("active", LevelCatalogue.Entry::isActive, shown("ACTIVE").as(Look::yesOrNo))
                .field(
                        "verified",
                        entry -> entry.set().isVerified(),
                        shown("VERIFIED").as(Look::yesOrNo))
                .field(
                        "adopted",
                        entry -> entry.set().isAdopted(),
                        shown("ADOPTED").as(Look::yesOrNo))
                .field("statistic", entry -> statistic(entry.set()))
                .field("minN", entry -> entry.set().method().minN())
                .column(shown("STATISTIC")
                        .as(row -> Look.csv(row.path("statistic")) + " " + Look.csv(row.path("minN"))))
                .field("sha256", entry -> entry.set().sha256())
                .field("rows", entry -> entry.set().rows().size(), shown("ROWS").right())
                .field("validFrom", entry -> entry.set().validFrom(), shown("FROM"))
                .field("validTo", entry -> entry.set().validTo(), shown("UNTIL"))
                .field("superseded", entry -> entry.set().successor().map(Successor::text))
                .field("verification", entry -> verifications(entry.set()))
                .field("warnings", entry -> entry.set().warnings())
                .tableOrder(
                        "SET", "AREA", "FROM", "UNTIL", "ACTIVE", "TIER", "VERIFIED", "ADOPTED", "STATISTIC", "ROWS")
                .build();

        @Override
        public boolean readsSite() {
            return false;
        }

        @Override
        protected Rows<LevelCatalogue.Entry> rows() {
            return SETS;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                LevelCatalogue catalogue = agent.catalogue();
                print(rows(), catalogue.entries().stream().limit(limit())::forEach);
                agent.settings()
                        .levels()
                        .choice()
                        .ifPresent(choice -> err().println("dose-agent: drl.sets: " + choice));
                catalogue.problems().forEach(problem -> err().println("dose-agent: " + problem));
                agent.levels().sets().stream()
                        .filter(set -> !set.isTrusted() && !set.isLocal())
                        .forEach(set -> err().println("dose-agent: " + set.id()
                                + " is not verified (tier C: nobody has checked the transcription against the publication). Exams are"
                                + " compared with it, but it opens no alert until drl adopt"));
                catalogue.entries().stream()
                        .map(LevelCatalogue.Entry::set)
                        .filter(set -> set.successor().isPresent())
                        .forEach(set -> err().println("dose-agent: " + set.id() + " is "
                                + set.successor().get().text()));
                agent.levels().eventRules().stream()
                        .filter(pack -> pack.group().isPresent())
                        .filter(pack -> agent.levels().sets().stream()
                                .noneMatch(set -> pack.sets().contains(set.id())))
                        .forEach(pack -> err().println("dose-agent: the group rule of rule pack " + pack.id()
                                + " has no effect, because none of its sets (" + String.join(", ", pack.sets())
                                + ") is active"));
            }
            return 0;
        }
    }

    /** Returns how the rows of a set were checked, each way once with the number of rows. */
    private static List<String> verifications(DrlSet set) {
        Map<String, Long> counts = set.rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.stated().verification(), LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> Count.of(entry.getValue(), "row") + ": " + entry.getKey())
                .toList();
    }

    private static String statistic(DrlSet set) {
        return set.method().statistic().name().toLowerCase(Locale.ROOT);
    }

    @Command(
            name = "check",
            description = {"Checks a file of reference levels.", "Exit code 1 if the file cannot be used."},
            footer = {"", "Example: dose-agent drl check my-levels.yaml"})
    static final class Check extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", description = "File of a set, such as config/drl/uk-ndrl-2022.yaml.")
        Path file = Path.of("");

        @Override
        public Integer call() throws Exception {
            WholeFile.requireNoFolder(file);
            try {
                DrlSet set =
                        LevelReader.readSet(file, new LevelReader(settings().levels()).categories());
                set.warnings().forEach(warning -> err().println("warning: " + warning));
                set.successor().ifPresent(next -> err().println("warning: the set is " + next.text()));
                out().println("ok " + set.id() + " " + Count.of(set.rows().size(), "row") + " sha256 " + set.sha256());
                return 0;
            } catch (DrlException e) {
                err().println(e.getMessage());
                return Main.BAD_NEWS;
            } catch (CharacterCodingException e) {
                err().println("dose-agent: " + file
                        + ": the file is not text in UTF-8, so it is no set of reference levels");
                return Main.USAGE;
            }
        }
    }

    @Command(
            name = "adopt",
            description = {
                "Records that a person of the site has checked a set against its publication.",
                "An unverified set (tier C) opens alerts only after that. The audit records the adoption. After a change of its file, a set"
                        + " must be adopted again."
            },
            footer = {"", "Example: dose-agent drl adopt eu-euclid-rp195 --by \"M. Physicist\""})
    static final class Adopt extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "SET", description = "Identifier of the set, from drl list.")
        String set = "";

        @Option(
                names = "--by",
                required = true,
                paramLabel = "WHO",
                description = "Name of the medical physics expert.")
        String by = "";

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
                Optional<DrlSet> found = agent.catalogue().find(set);
                if (found.isEmpty()) {
                    err().println("dose-agent: " + set + " is none of the sets of drl list");
                    return Main.NOT_FOUND;
                }
                agent.doses()
                        .adopt(found.get().id(), new ContentHash(found.get().sha256()), by);
                boolean isActive = agent.levels().sets().stream()
                        .anyMatch(each -> each.id().equals(set));
                err().println("adopted " + set + ", sha256 "
                        + found.get().sha256().substring(0, 12)
                        + (isActive
                                ? "; a running daemon uses it after its next start. To compare stored exams again, run dose-agent reprocess."
                                : "; it is not active: to compare exams with it, add it to drl.sets.")
                        + " To see what would change, run dose-agent drl what-if --set " + set);
            }
            return 0;
        }
    }
}
