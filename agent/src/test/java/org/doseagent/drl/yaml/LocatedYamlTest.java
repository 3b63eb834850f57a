package org.doseagent.drl.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.doseagent.drl.TestLevels;
import org.doseagent.drl.mapping.Mapping;
import org.junit.jupiter.api.Test;

/** The one reader of YAML knows the line of everything. */
final class LocatedYamlTest {

    private static LocatedYaml parse(String text) throws DrlException {
        return LocatedYaml.parse(text, new FileName("a.yaml"));
    }

    @Test
    void a_key_an_element_and_a_scalar_of_a_list_have_their_lines() throws Exception {
        LocatedYaml yaml = parse("""
                # comment
                rows:
                  - category: X
                    value: 0100
                  - category: Y
                list: [a,
                  b]
                """);
        assertThat(yaml.placeOf("rows")).contains("a.yaml:2");
        assertThat(yaml.placeOf("rows.0.value")).contains("a.yaml:4");
        assertThat(yaml.placeOf("list.1")).contains("a.yaml:7");
        assertThat(yaml.placeOf("rows.1.value")).isEmpty();
        assertThat(yaml.nearestPlaceOf("rows.1.value")).isEqualTo("a.yaml:5");
        assertThat(yaml.nearestPlaceOf("absent.key")).isEqualTo("a.yaml");
        assertThat(yaml.textOf("rows.0.value")).contains("0100");
    }

    @Test
    void a_key_that_is_written_twice_is_a_problem() throws Exception {
        assertThat(parse("id: a\nid: b\n").duplicates())
                .containsExactly("a.yaml:2: id: is written twice, first at a.yaml:1");
    }

    @Test
    void comments_alone_are_a_file_without_keys() throws Exception {
        assertThat(parse("# nothing\n").root()).isEmpty();
    }

    @Test
    void what_is_no_mapping_and_what_is_no_yaml_is_refused_with_its_line() {
        assertThatThrownBy(() -> parse("- a\n")).hasMessage("a.yaml: not a YAML mapping");
        assertThatThrownBy(() -> parse("a: 1\nb: [1\n"))
                .hasMessageStartingWith("a.yaml:")
                .hasMessageContaining("not YAML");
    }

    @Test
    void deep_nesting_is_refused_with_a_message() {
        String deep = "a: " + "[".repeat(5000) + "]".repeat(5000);
        assertThatThrownBy(() -> parse(deep)).isInstanceOf(DrlException.class).hasMessageStartingWith("a.yaml");
    }

    @Test
    void all_problems_of_a_mapping_come_at_once_with_their_lines() {
        assertThatThrownBy(() -> Mapping.parse("""
                        rules:
                          - {id: x, category: CT-NONE, text: "("}
                          - {id: y, category: CT-CHEST}
                        """, new FileName("m.yaml"), TestLevels.categories()))
                .hasMessage("""
                        m.yaml:2: rules[1].category: CT-NONE is not in the categories
                        m.yaml:2: rules[1].text: Unclosed group
                        m.yaml:3: rules[2]: needs exact, all, text, regions or procedures""");
    }
}
