package org.doseagent.cli.levels;

import static org.doseagent.cli.output.Shown.shown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.benchmark.BenchmarkException;
import org.doseagent.cli.Common;
import org.doseagent.cli.Group;
import org.doseagent.cli.Main;
import org.doseagent.cli.output.Count;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Listing;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.daemon.Agent;
import org.doseagent.review.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "benchmark",
        description = "Imports, fetches and lists the percentiles of other hospitals.",
        subcommands = {BenchmarkCommand.Import.class, BenchmarkCommand.Fetch.class, BenchmarkCommand.ListAll.class},
        footer = {"", "Example: dose-agent benchmark list"})
public final class BenchmarkCommand extends Group {

    private static final Rows<Benchmarks.Entry> ENTRIES = describe(Benchmarks.Entry::benchmark)
            .field("trusted", Benchmarks.Entry::isTrusted, shown("TRUSTED").as(Look::yesOrNo))
            .field("current", Benchmarks.Entry::isCurrent, shown("CURRENT").as(Look::yesOrNo))
            .tableOrder("SHA256", "FROM", "TO", "CREATED", "ROWS", "TRUSTED", "CURRENT", "ISSUER")
            .build();

    private static final Rows<Benchmarks.Imported> IMPORTED = describe(Benchmarks.Imported::benchmark)
            .field("new", Benchmarks.Imported::isNew)
            .field("unknownCategories", Benchmarks.Imported::unknownCategories)
            .build();

    /** Describes the fields of a document, for rows that have one. */
    private static <T> Rows.Builder<T> describe(Function<T, Benchmark> document) {
        return Rows.<T>describe()
                .field(
                        "sha256",
                        row -> document.apply(row).sha256(),
                        shown("SHA256").as(Look::hash))
                .field(
                        "issuer",
                        row -> document.apply(row).issuer(),
                        shown("ISSUER").free())
                .field("from", row -> document.apply(row).start().toString(), shown("FROM"))
                .field("to", row -> document.apply(row).end().toString(), shown("TO"))
                .field("createdAt", row -> document.apply(row).createdAt().toString(), shown("CREATED"))
                .field(
                        "rows",
                        row -> document.apply(row).rows().size(),
                        shown("ROWS").right())
                .field("publicKey", row -> document.apply(row).publicKey());
    }

    /** A command that imports a document and prints what it has. */
    abstract static class Importing extends Common {

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        int refused(String reason) {
            err().println("dose-agent: " + reason);
            return Main.BAD_NEWS;
        }

        int imported(Benchmarks.Imported imported) {
            Benchmark benchmark = imported.benchmark();
            if (json) {
                data().println(Json.text(IMPORTED.json(imported)));
            } else {
                out().println((imported.isNew() ? "imported " : "already there: ")
                        + Count.of(benchmark.rows().size(), "row") + " of " + benchmark.issuer() + ", "
                        + benchmark.start() + " to "
                        + benchmark.end() + ", sha256 " + benchmark.sha256().substring(0, 12));
            }
            if (!imported.unknownCategories().isEmpty()) {
                err().println("dose-agent: these categories are unknown here, and their rows are skipped: "
                        + String.join(", ", imported.unknownCategories()));
            }
            return 0;
        }
    }

    @Command(
            name = "fetch",
            description = {
                "Fetches the newest percentiles from benchmark.url and imports them.",
                "The document must be signed with a key in benchmark.publicKeys. A document that is older than the one in use is refused with exit"
                        + " code 1."
            },
            footer = {"", "Example: dose-agent benchmark fetch"})
    static final class Fetch extends Importing implements Callable<Integer> {

        @Option(names = "--by", paramLabel = "WHO", description = "Name for the audit. Default: benchmark fetch.")
        String by = "benchmark fetch";

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agentToWrite()) {
                return imported(agent.fetchBenchmark(by));
            } catch (BenchmarkException e) {
                return refused(String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(
            name = "import",
            description = {
                "Imports a signed document of percentiles.",
                "The document has the form dose-benchmark/1 (docs/dose-benchmark-1.schema.json), and its key must be in benchmark.publicKeys."
                        + " Importing a document again changes nothing. Afterwards drl compare --set european compares this hospital with it. The"
                        + " percentiles of a repository are not national DRLs; they open no alert."
            },
            footer = {"", "Example: dose-agent benchmark import percentiles-2026.json --by \"M. Physicist\""})
    static final class Import extends Importing implements Callable<Integer> {

        private static final long MAX_BYTES = 16L << 20;

        @Parameters(paramLabel = "FILE", description = "The signed document.")
        Path file = Path.of("");

        @Option(names = "--by", paramLabel = "WHO", description = "Name for the audit. Default: benchmark import.")
        String by = "benchmark import";

        @Override
        public Integer call() throws Exception {
            byte[] bytes = read();
            try (Agent agent = agentToWrite()) {
                return imported(agent.benchmarks().take(bytes, by));
            } catch (BenchmarkException e) {
                return refused(file + ": " + e.getMessage());
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
    }

    @Command(
            name = "list",
            description = {
                "Lists the imported percentiles, the newest period first.",
                "TRUSTED: the key is in benchmark.publicKeys. CURRENT: drl compare --set european compares with it."
            },
            footer = {"", "Example: dose-agent benchmark list --json"})
    static final class ListAll extends Listing implements Callable<Integer> {

        @Override
        public boolean readsSite() {
            return false;
        }

        @Override
        protected Rows<Benchmarks.Entry> rows() {
            return ENTRIES;
        }

        @Override
        public Integer call() throws Exception {
            try (Agent agent = agent()) {
                print(rows(), agent.benchmarks().entries().stream().limit(limit())::forEach);
                int unreadable = agent.benchmarks().unreadable();
                if (unreadable > 0) {
                    err().println("dose-agent: " + Count.of(unreadable, "file")
                            + " in the folder benchmarks of the data directory"
                            + Count.verb(unreadable, " was", " were") + " changed after the import and"
                            + Count.verb(unreadable, " is", " are") + " not used");
                    return Main.BAD_NEWS;
                }
            }
            return 0;
        }
    }
}
