package org.doseagent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doseagent.config.Settings;
import org.doseagent.daemon.Agent;
import org.doseagent.drl.Categories;
import org.doseagent.drl.DrlException;
import org.doseagent.drl.DrlSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drl",
        description = "Shows and checks reference levels.",
        subcommands = {
            DrlCommand.ListSets.class,
            DrlCommand.Check.class,
            DrlExplainCommand.class,
            DrlCompareCommand.class,
            DrlWhatIfCommand.class,
            DrlCommand.Adopt.class
        },
        footer = {"", "Example: dose-agent drl list"})
final class DrlCommand extends Group {

    @Command(
            name = "list",
            description = "Lists the active sets with their source.",
            footer = {"", "Example: dose-agent drl list --json"})
    static final class ListSets extends Listing implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                if (json) {
                    out().println(Json.text(Json.array(agent.levels().sets(), DrlCommand::json)));
                } else {
                    Table table = new Table("SET", "JURISDICTION", "EDITION", "TIER", "VERIFIED", "ROWS");
                    agent.levels()
                            .sets()
                            .forEach(set -> table.add(
                                    set.id(),
                                    set.jurisdiction(),
                                    set.edition(),
                                    set.tier(),
                                    set.isVerified() ? "yes" : "no",
                                    "" + set.rows().size()));
                    print(table);
                }
                agent.levels().sets().stream()
                        .filter(set -> !set.isTrusted())
                        .forEach(set -> err().println("dose-agent: " + set.id()
                                + " is UNVERIFIED (tier C: a transcription that nobody has checked against the original);"
                                + " exams are compared with it, alerts are not opened"));
            }
            return 0;
        }
    }

    @Command(
            name = "check",
            description = "Checks a file of reference levels; exit 1 when it cannot be used.",
            footer = {"", "Example: dose-agent drl check my-levels.yaml"})
    static final class Check extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "FILE")
        Path file = Path.of("");

        @Override
        public Integer call() throws Exception {
            Settings.Drl settings = settings().drl();
            try {
                Categories categories = Categories.parse(Files.readString(settings.categories()), "categories");
                DrlSet set =
                        DrlSet.parse(Files.readString(file), file.getFileName().toString(), categories);
                out().println("ok " + set.id() + " " + set.rows().size() + " rows sha256 " + set.sha256());
                return 0;
            } catch (DrlException e) {
                err().println(e.getMessage());
                return Main.BAD_NEWS;
            } catch (CharacterCodingException e) {
                err().println("dose-agent: " + file + ": no text in UTF-8, so no set of reference levels");
                return Main.USAGE;
            }
        }
    }

    @Command(
            name = "adopt",
            description = {
                "Notes that somebody of the site has checked a set against its publication and vouches for it, as it stands.",
                "Only then an unverified set (tier C) opens alerts. Goes into the audit; a changed file has to be adopted anew."
            },
            footer = {"", "Example: dose-agent drl adopt eu-euclid-rp195 --by \"M. Physicist\""})
    static final class Adopt extends Common implements Callable<Integer> {

        @Parameters(paramLabel = "SET")
        String set = "";

        @Option(names = "--by", required = true, paramLabel = "WHO", description = "the medical physics expert")
        String by = "";

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                Optional<DrlSet> found = agent.levels().sets().stream()
                        .filter(each -> each.id().equals(set))
                        .findFirst();
                if (found.isEmpty()) {
                    err().println("dose-agent: " + set + " is not an active set (drl.sets of the configuration)");
                    return Main.NOT_FOUND;
                }
                agent.doses().adopt(found.get().id(), found.get().sha256(), by);
                err().println("adopted " + set + ", sha256 "
                        + found.get().sha256().substring(0, 12)
                        + "; a running daemon uses it from its next start, exams in the store after reprocess."
                        + " See what would change with: dose-agent drl what-if --set " + set);
            }
            return 0;
        }
    }

    private static ObjectNode json(DrlSet set) {
        return Json.object()
                .put("id", set.id())
                .put("title", set.title())
                .put("jurisdiction", set.jurisdiction())
                .put("edition", set.edition())
                .put("source", set.source())
                .put("tier", set.tier())
                .put("verified", set.isVerified())
                .put("sha256", set.sha256())
                .put("rows", set.rows().size());
    }
}
