package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Runs every command of README.md, and checks that the commands in all documents and configuration files exist. */
final class ReadmeTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

    private static final Pattern COMMAND = Pattern.compile("(?m)^\\./scripts/dose-agent ([^#\\n]+?) *(#.*)?$");

    private static final Pattern MENTIONED = Pattern.compile("[`: ]dose-agent ((?:[a-z-]+ ?)+)([^`\\n;]*)");

    /** It needs a port and never ends; {@code scripts/demo} and {@code scripts/crash-test} run it. */
    private static final Set<String> NEVER_ENDING = Set.of("run");

    /** The commands that need something that this test does not have, with the exit code that says so. */
    private static final Map<String, Integer> NOT_SET_UP =
            Map.of(
                    "notifications test", Main.USAGE,
                    "doctor", Main.BAD_NEWS,
                    "benchmark import", Main.BAD_NEWS,
                    "pacs ", Main.USAGE,
                    "completeness --from 2026-10 --against", Main.USAGE);

    @TempDir
    private static Path scratch;

    private static CommandLineRun agent;

    @BeforeAll
    static void fill() {
        agent = new CommandLineRun(scratch.resolve("data"));
        agent.run("import", ROOT.resolve("test-data/demo-month").toString());
    }

    static List<String> commandsOfReadme() throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = COMMAND.matcher(Files.readString(ROOT.resolve("README.md")));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void the_commands_are_found() throws IOException {
        assertThat(commandsOfReadme()).contains("config check", "drl compare").hasSizeGreaterThan(10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commandsOfReadme")
    void every_command_of_the_readme_works(String line) {
        if (NEVER_ENDING.contains(line)) {
            return;
        }
        String report = ROOT.resolve("test-data/cases/philips-abdomen/01.dcm").toString();
        String command = line.replace("backup FILE", "backup " + scratch.resolve("agent.backup"))
                .replace("report.dcm", report)
                .replace("FILE", report)
                .replace("doses.html", scratch.resolve("doses.html").toString());
        int code = agent.run(command.split(" "));
        int expected = NOT_SET_UP.entrySet().stream()
                .filter(each -> line.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
        assertThat(code).as(agent.err()).isIn(0, expected);
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> config = Files.walk(ROOT.resolve("config"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            Stream.concat(docs, config)
                                    .filter(file -> file.toString().matches(".*\\.(md|yaml)")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void every_command_that_a_document_names_exists(Path document) {
        Matcher matcher = MENTIONED.matcher(read(document));
        while (matcher.find()) {
            CommandLine line = CommandLineRun.commandLine();
            for (String word : matcher.group(1).strip().split(" ")) {
                CommandLine next = line.getSubcommands().get(word);
                if (next == null) {
                    break; // an argument, or the next word of the sentence
                }
                line = next;
            }
            if (line.getParent() == null) {
                continue; // a sentence about the program
            }
            Matcher options = Pattern.compile("--[a-z][a-z-]+").matcher(matcher.group(2));
            while (options.find()) {
                assertThat(line.getCommandSpec().findOption(options.group()))
                        .as(matcher.group() + " in " + document.getFileName())
                        .isNotNull();
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
