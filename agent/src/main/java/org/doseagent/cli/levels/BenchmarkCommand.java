package org.doseagent.cli.levels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.BenchmarkException;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Columns;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.daemon.Agent;
import org.doseagent.review.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "benchmark",
        description = "Takes in and lists percentiles of other hospitals, as a repository gives them back.",
        subcommands = {BenchmarkCommand.Import.class, BenchmarkCommand.ListAll.class},
        footer = {"", "Example: dose-agent benchmark list"})
public final class BenchmarkCommand extends Group {

    @Command(
            name = "import",
            description = {
                "Takes a signed document dose-benchmark/1 (docs/dose-benchmark-1.schema.json), if its key is in benchmark.publicKeys.",
                "The same document twice is no change. Then drl compare --set european says where this hospital is. Percentiles of a",
                "repository are no national DRL; they open no alert."
            },
            footer = {"", "Example: dose-agent benchmark import percentiles-2026.json --by \"M. Physicist\""})
    static final class Import extends Common implements Callable<Integer> {

        private static final long MAX_BYTES = 16L << 20;

        @Parameters(paramLabel = "FILE")
        Path file = Path.of("");

        @Option(names = "--by", paramLabel = "WHO", description = "for the audit; default: benchmark import")
        String by = "benchmark import";

        @Option(names = "--json", description = "prints JSON")
        boolean json;

        @Override
        public Integer call() throws Exception {
            byte[] bytes = read();
            try (Agent agent = agent()) {
                Benchmarks.Imported imported = agent.benchmarks().take(bytes, by);
                print(imported);
                return 0;
            } catch (BenchmarkException e) {
                err().println("dose-agent: " + file + ": " + e.getMessage());
                return Main.BAD_NEWS;
            }
        }

        private byte[] read() throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(file + ": larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        }

        private void print(Benchmarks.Imported imported) {
            Benchmark benchmark = imported.benchmark();
            if (json) {
                ObjectNode node = BenchmarkCommand.json(benchmark).put("new", imported.isNew());
                imported.unknownCategories().forEach(node.putArray("unknownCategories")::add);
                out().println(Json.text(node));
            } else {
                out().println((imported.isNew() ? "imported " : "already there: ")
                        + benchmark.rows().size() + " rows of " + benchmark.issuer() + ", " + benchmark.start() + " to "
                        + benchmark.end() + ", sha256 " + benchmark.sha256().substring(0, 12));
            }
            if (!imported.unknownCategories().isEmpty()) {
                err().println("dose-agent: skipped, for no category here has these names: "
                        + String.join(", ", imported.unknownCategories()));
            }
        }
    }

    @Command(
            name = "list",
            description = {
                "Lists the imported percentiles, the newest period first.",
                "TRUSTED: the key is in benchmark.publicKeys. CURRENT: drl compare --set european compares with it."
            },
            footer = {"", "Example: dose-agent benchmark list --json"})
    static final class ListAll extends Listing implements Callable<Integer> {

        private static final Columns<Benchmarks.Entry> COLUMNS = new Columns<>(
                entry -> json(entry.benchmark())
                        .put("trusted", entry.isTrusted())
                        .put("current", entry.isCurrent()),
                List.of("sha256", "issuer", "from", "to", "createdAt", "rows", "publicKey", "trusted", "current"),
                List.of("SHA256", "FROM", "TO", "CREATED", "ROWS", "TRUSTED", "CURRENT", "ISSUER"),
                entry -> List.of(
                        entry.benchmark().sha256().substring(0, 12),
                        entry.benchmark().start().toString(),
                        entry.benchmark().end().toString(),
                        entry.benchmark().createdAt().toString(),
                        "" + entry.benchmark().rows().size(),
                        entry.isTrusted() ? "yes" : "no",
                        entry.isCurrent() ? "yes" : "no",
                        entry.benchmark().issuer()));

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                print(COLUMNS, agent.benchmarks().entries().stream().limit(limit())::forEach);
                int unreadable = agent.benchmarks().unreadable();
                if (unreadable > 0) {
                    err().println("dose-agent: " + unreadable
                            + " files in benchmarks of the data directory were changed since and are not used");
                    return Main.BAD_NEWS;
                }
            }
            return 0;
        }
    }

    private static ObjectNode json(Benchmark benchmark) {
        return Json.object()
                .put("sha256", benchmark.sha256())
                .put("issuer", benchmark.issuer())
                .put("from", benchmark.start().toString())
                .put("to", benchmark.end().toString())
                .put("createdAt", benchmark.createdAt().toString())
                .put("rows", benchmark.rows().size())
                .put("publicKey", benchmark.publicKey());
    }
}
