package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help of every command: one whole sentence in the overview, options that are described, and an example. */
final class HelpTest {

    /** What fits beside the name of the longest command in a terminal of 100 columns. */
    private static final int MAX_OVERVIEW = 83;

    static List<CommandLine> commands() {
        return Stream.concat(Stream.of(CommandLineRun.commandLine()), below(CommandLineRun.commandLine()))
                .toList();
    }

    private static Stream<CommandLine> below(CommandLine line) {
        return line.getSubcommands().values().stream()
                .distinct()
                .flatMap(each -> Stream.concat(Stream.of(each), below(each)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void the_first_line_is_one_whole_sentence(CommandLine command) {
        String first = command.getCommandSpec().usageMessage().description()[0];
        assertThat(first).matches("[A-Z][^:]*[a-zA-Z)]\\.");
        assertThat(first.replaceAll("\\.$", "")).doesNotContain(". ").hasSizeLessThanOrEqualTo(99);
    }

    @Test
    void the_overview_has_one_line_for_each_command() {
        CommandLineRun agent = new CommandLineRun(java.nio.file.Path.of("unused"));
        assertThat(agent.bare("--help")).isZero();
        List<String> lines = agent.out().lines().toList();
        int commands = lines.indexOf("Commands:");
        List<String> overview = lines.subList(commands + 1, lines.indexOf(""));
        assertThat(overview).allMatch(line -> line.matches("  [a-z-]+ +[A-Z].*\\."));
        assertThat(overview)
                .hasSameSizeAs(CommandLineRun.commandLine().getSubcommands().keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void every_text_is_a_sentence_and_every_command_has_an_example(CommandLine command) {
        List<String> texts = new ArrayList<>();
        command.getCommandSpec().args().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> texts.add(String.join(" ", option.description())));
        assertThat(texts).allMatch(text -> text.matches("(?s)[A-Z0-9-].*\\."), "a sentence");
        assertThat(String.join("\n", command.getCommandSpec().usageMessage().footer()))
                .contains("Example: ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exams list | true | true",
                "inbox list | true | false",
                "mapping learn | true | false",
                "drl list | false | false",
                "read | false | false",
                "pacs echo | false | false"
            })
    void only_a_command_that_reads_stored_data_offers_a_site(String command, boolean one, boolean all) {
        String usage = usage(command);
        assertThat(usage.contains("--site=ID")).isEqualTo(one);
        assertThat(usage.contains("--all-sites")).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drl compare", "drl what-if"})
    void a_comparison_describes_both_forms_of_set(String command) {
        assertThat(usage(command)).contains("--set=KEY=VALUE|ID").contains("chooses a set of reference levels");
    }

    private static String usage(String command) {
        CommandLine line = CommandLineRun.commandLine();
        for (String word : command.split(" ")) {
            line = line.getSubcommands().get(word);
        }
        return line.getUsageMessage().replaceAll("\\s+", " ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void a_heading_of_the_overview_is_not_cut(CommandLine command) {
        command.getSubcommands()
                .values()
                .forEach(each -> assertThat(each.getCommandSpec().usageMessage().description()[0])
                        .hasSizeLessThanOrEqualTo(MAX_OVERVIEW));
    }
}
