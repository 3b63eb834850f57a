package org.doseagent.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and texts on a terminal: they fit, and no text of a report changes what is shown of another. */
final class TableTest {

    private static final String WIDTH = "dose-agent.columns";

    @AfterEach
    void restore() {
        System.clearProperty(WIDTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 200})
    void a_table_is_as_wide_as_the_terminal(int width) {
        System.setProperty(WIDTH, "" + width);
        Table table = new Table("SCANNER", "MONTH", "N", "TEXT").with(Table.Kind.FREE_TEXT, "SCANNER", "TEXT");
        table.add("model ".repeat(500), "2026-10", "20", "long ".repeat(500));
        assertThat(printed(table).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        assertThat(printed(table).lines().skip(1)).allMatch(line -> line.contains(" 2026-10  20  long"));
    }

    @Test
    void long_texts_in_many_columns_end_in_lines_and_no_exception() {
        String[] headings = "A B C D E F G H I J K L M N O P Q R".split(" ");
        Table table = new Table(headings).with(Table.Kind.FREE_TEXT, headings);
        table.add(java.util.Collections.nCopies(18, "x".repeat(3000)));
        assertThat(printed(table).lines()).hasSize(2).allMatch(line -> line.length() < 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 60})
    void a_narrow_terminal_cuts_free_text_and_never_a_number_a_date_or_an_identifier(int width) {
        System.setProperty(WIDTH, "" + width);
        Table table = new Table("DATE", "ACCESSION", "DLP", "SCANNER", "TEXT")
                .with(Table.Kind.NUMBER, "DLP")
                .with(Table.Kind.FREE_TEXT, "SCANNER", "TEXT");
        table.add("2026-10-01T10:00", "ACC123456789012345", "123456.789 (1.11)", "Somatom Force 4711", "a long note");
        assertThat(printed(table).lines().skip(1))
                .singleElement()
                .asString()
                .contains("2026-10-01T10:00  ACC123456789012345  123456.789 (1.11)  ")
                .containsPattern("Somatom….*a long …|Somatom….*");
    }

    @Test
    void a_column_of_numbers_is_aligned_at_its_right_edge() {
        Table table = new Table("ID", "N", "TEXT").with(Table.Kind.NUMBER, "N");
        table.add("a", "5", "x");
        table.add("b", "1000", "y");
        assertThat(printed(table).lines()).containsExactly("ID     N  TEXT", "a      5  x", "b   1000  y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[31m",
                "\u009b31m",
                "\r",
                "\u007f",
                "\u202e",
                "\u2066",
                "\u200f",
                "\u061c",
                "\u2028",
                "\u2029",
                "\u0000"
            })
    void what_could_change_other_text_never_reaches_a_terminal(String dangerous) {
        StringWriter all = new StringWriter();
        PrintWriter terminal = new PrintWriter(all);
        Screen screen = Screen.overTerminal(terminal);
        Table table = new Table("TEXT");
        table.add("table" + dangerous + "\n");
        table.print(screen);
        screen.println("text" + dangerous);
        screen.data().println("data" + dangerous);
        screen.flush();
        screen.data().flush();
        assertThat(all.toString()).doesNotContain(dangerous.substring(0, 1)).hasLineCount(4);
    }

    @Test
    void data_for_a_program_stay_as_they_are() {
        StringWriter all = new StringWriter();
        Screen screen = Screen.over(new PrintWriter(all));
        screen.data().print("a\u202e\u001b\r\n");
        screen.data().flush();
        assertThat(all.toString()).isEqualTo("a\u202e\u001b\r\n");
    }

    private static String printed(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString();
    }
}
