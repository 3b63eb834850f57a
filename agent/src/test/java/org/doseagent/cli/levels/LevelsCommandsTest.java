package org.doseagent.cli.levels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands about reference levels say of the month of the demo and of the cases. */
final class LevelsCommandsTest {

    private static final Path DATA =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void start() {
        agent = new CommandLineRun(scratch.resolve("data"));
    }

    private void importDemo(String... more) {
        String[] command = new String[more.length + 2];
        command[0] = "import";
        command[1] = DATA.resolve("demo-month").toString();
        System.arraycopy(more, 0, command, 2, more.length);
        assertThat(agent.run(command)).as(agent.err()).isZero();
    }

    @Test
    void all_shipped_sets_are_listed_with_what_they_are() {
        JsonNode sets = agent.json("drl", "list");
        assertThat(sets).hasSizeGreaterThan(20);
        assertThat(sets).anySatisfy(set -> {
            assertThat(set.get("id").asText()).isEqualTo("fr-2011");
            assertThat(set.get("active").asBoolean()).isFalse();
            assertThat(set.get("validTo").asText()).isEqualTo("2019-05-31");
            assertThat(set.get("statistic").asText()).isEqualTo("mean");
            assertThat(set.get("minN").asInt()).isEqualTo(30);
        });
        assertThat(sets)
                .allSatisfy(set -> assertThat(set.get("jurisdiction").asText()).matches("[A-Z]{2}"));
        assertThat(agent.run("drl", "list", "--csv")).isZero();
        assertThat(agent.out()).startsWith("id,title,jurisdiction,edition,source,tier,active,");
    }

    @Test
    void a_check_lists_every_key_that_a_set_may_have() throws Exception {
        Path file = Files.writeString(scratch.resolve("odd.yaml"), "xyzzyxyzzy: 1\n");
        assertThat(agent.run("drl", "check", file.toString())).isEqualTo(1);
        assertThat(agent.err()).contains("xyzzyxyzzy: unknown key; known here: ", "jurisdiction", "validFrom", "rows");
    }

    @Test
    void the_table_of_a_comparison_has_the_groups_of_the_json() throws Exception {
        importDemo();
        String[] compare = {"drl", "compare", "--since", "2026-10", "--until", "2026-10"};
        JsonNode groups = agent.json(compare);
        assertThat(groups)
                .anyMatch(group -> group.get("verdict").asText().equals("INSUFFICIENT"));
        assertThat(agent.run(compare)).isZero();
        assertThat(agent.out().lines().filter(line -> line.matches("  DEMO-CT-.*(WITHIN|ABOVE|INSUFFICIENT|BELOW).*")))
                .hasSameSizeAs(groups);
        assertThat(agent.err()).contains(" groups without any exam are not listed; --all lists them");
        assertThat(agent.run("drl", "compare", "--since", "2026-10", "--until", "2026-10", "--all", "--csv"))
                .isZero();
        assertThat(agent.out().lines().count()).isGreaterThan(groups.size() + 1L);
    }

    @Test
    void a_level_for_a_weight_band_is_not_reported_as_a_level_for_every_child() {
        agent.run("import", DATA.resolve("cases").toString());
        assertThat(agent.json("mapping", "coverage").get("rows")).anySatisfy(row -> {
            assertThat(row.get("category").asText()).isEqualTo("CT-CHEST");
            assertThat(row.get("population").asText()).isEqualTo("children");
            assertThat(row.get("level").asBoolean()).isFalse();
        });
        assertThat(agent.run("mapping", "coverage")).isZero();
        assertThat(agent.out()).containsPattern("CT-CHEST +children +1  no");
    }

    @Test
    void an_inactive_set_can_be_adopted_and_the_command_reports_that_it_is_inactive() {
        assertThat(agent.run("drl", "adopt", "us-acr-2017", "--by", "M. Physicist"))
                .as(agent.err())
                .isZero();
        assertThat(agent.err()).contains("it is not active");
        assertThat(agent.json("drl", "list"))
                .anyMatch(set -> set.get("id").asText().equals("us-acr-2017")
                        && set.get("adopted").asBoolean()
                        && !set.get("verified").asBoolean()
                        && !set.get("active").asBoolean());
    }

    @Test
    void exams_without_a_level_are_counted_and_the_sets_named_that_would_have_one() {
        importDemo();
        JsonNode coverage = agent.json("mapping", "coverage");
        assertThat(coverage.get("partsWithCategoryAndAge").asInt()).isEqualTo(200);
        assertThat(coverage.get("partsWithLevel").asInt()).isLessThan(200);
        assertThat(coverage.get("withoutLevel")).anySatisfy(gap -> {
            assertThat(gap.get("category").asText()).isEqualTo("CT-HEAD");
            assertThat(gap.get("population").asText()).isEqualTo("adults");
            assertThat(gap.get("parts").asInt()).isEqualTo(60);
            assertThat(gap.get("otherSets").toString()).contains("fi-2013", "ie-foley-2012");
        });
        assertThat(agent.run("mapping", "coverage", "--csv")).isZero();
        assertThat(agent.run("drl", "compare", "--as-of", "2026-11-01")).isZero();
        assertThat(agent.err()).contains("have no level in these sets", "CT-HEAD, adults: 60 (levels in");
    }

    /** The cases have patients of unknown weight, of unknown age, and children. */
    @Test
    void every_command_counts_the_same_parts_without_a_level() throws Exception {
        importDemo(DATA.resolve("cases").toString());
        JsonNode coverage = agent.json("mapping", "coverage");
        long parts = coverage.get("partsWithCategoryAndAge").asLong();
        long without = parts - coverage.get("partsWithLevel").asLong();
        assertThat(without).isPositive();
        String[] period = {"--from", "2000-01-01", "--to", "2026-11-30"};
        assertThat(agent.run("drl", "compare", period[0], period[1], period[2], period[3]))
                .as(agent.err())
                .isZero();
        assertThat(agent.err()).contains(without + " of " + parts + " parts of exams with a category have no level");
        Path page = scratch.resolve("page.html");
        assertThat(agent.run("report", "--out", page.toString(), period[0], period[1], period[2], period[3]))
                .as(agent.err())
                .isZero();
        assertThat(Files.readString(page))
                .contains(without + " of " + parts + " exam parts have no level in the active sets");
    }

    @Test
    void a_set_that_is_not_valid_then_is_named_instead_of_blaming_the_number_of_exams() {
        importDemo();
        assertThat(agent.run("drl", "compare", "--from", "2026-10-01", "--to", "2026-10-31", "--set", "jp-2020"))
                .isZero();
        assertThat(agent.err())
                .contains("jp-2020 is valid from 2020-07-03 until before 2025-07-07, not on 2026-10-31")
                .doesNotContain("no group has enough exams");
    }

    @Test
    void the_comparison_reads_on_a_terminal_and_is_whole_as_csv() {
        importDemo();
        String[] compare = {"drl", "compare", "--from", "2026-10-01", "--to", "2026-10-31", "--set", "fi-2013"};
        assertThat(agent.run(compare)).isZero();
        List<String> lines = agent.out().lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 100 && !line.contains("…"));
        assertThat(lines).contains("CT-HEAD, adult, 16 cm phantom: fi-2013");
        assertThat(lines).anyMatch(line -> line.startsWith("  DEMO-CT-1 SOMATOM Force  "));
        assertThat(agent.run(
                        "drl", "compare", "--from", "2026-10-01", "--to", "2026-10-31", "--set", "fi-2013", "--csv"))
                .isZero();
        assertThat(agent.out().lines().findFirst())
                .hasValueSatisfying(header -> assertThat(header)
                        .contains("scope", "phantomCm", "window", "from", "to", "weightUnknown", "low", "previous"));
    }

    @Test
    void what_if_counts_the_exams_that_are_above_now_by_their_stored_assessments() {
        importDemo();
        JsonNode other = agent.json("drl", "what-if", "--set", "fi-2013");
        JsonNode same = agent.json("drl", "what-if");
        assertThat(other.get("aboveNow")).isEqualTo(same.get("aboveNow"));
        assertThat(same.get("aboveThen")).isEqualTo(same.get("aboveNow"));
        assertThat(same.get("changes")).isEmpty();
        assertThat(other.get("changes"))
                .anySatisfy(change -> assertThat(change.get("change").asText()).isEqualTo("newly above"));
    }

    @Test
    void a_suggested_rule_is_of_what_was_scanned_for_diagnosis_and_is_refused_until_somebody_fills_it_in()
            throws Exception {
        agent.run("import", DATA.resolve("cases/unmapped").toString());
        assertThat(agent.run("mapping", "suggest")).isZero();
        assertThat(agent.out()).contains("category: \"\"").doesNotContainIgnoringCase("scout", "topogram");
        Path file = Files.writeString(scratch.resolve("site.yaml"), agent.out());
        assertThat(agent.run("mapping", "coverage", "--set", "drl.mapping=" + file + ",mapping.yaml"))
                .isEqualTo(2);
        assertThat(agent.err()).contains("site.yaml:", "rules[1].category: is mandatory");
    }

    @Test
    void a_name_is_shown_with_its_words_its_rules_and_why_nothing_is_decided() {
        assertThat(agent.run("mapping", "test", "CT_HeadChest")).isZero();
        assertThat(agent.out())
                .startsWith("CT_HeadChest: unmapped, because the head together with the trunk")
                .contains("  words  ct head chest", "  named  head (head)", "  rule   head-and-trunk: unmapped");
        JsonNode shown =
                agent.json("mapping", "check", "Thorax^1_ROUTINE_CAP_WO").get(0);
        assertThat(shown.get("category").asText()).isEqualTo("CT-CHEST-ABDOMEN-PELVIS");
        assertThat(shown.get("reason").isNull()).isTrue();
        assertThat(shown.get("candidates").get(0).get("rule").asText()).isEqualTo("trunk-short");
    }

    @Test
    void an_import_alone_opens_the_alerts_about_scanners() throws Exception {
        Path set = Files.writeString(scratch.resolve("low.yaml"), """
                id: low
                title: levels that everything is above
                jurisdiction: XX
                edition: "1"
                source: a test
                tier: A
                rows:
                  - {category: CT-CHEST, quantity: DLP, scope: EXAM, value: "5", unit: mGy.cm, phantomCm: 32, population: adult, minDays: 6574}
                """);
        Path pack = Files.writeString(scratch.resolve("pack.yaml"), """
                id: pack
                source: a test
                group: {singleMultiple: "3", meanMultiple: "2", lastN: 10}
                sets: [low]
                """);
        String[] levels = {"--set", "drl.sets=" + set, "--set", "drl.rules=" + pack};
        importDemo(levels);
        JsonNode alerts = agent.json("alerts", "list", "--kind", "group-rule");
        assertThat(alerts).hasSize(2).allSatisfy(alert -> {
            assertThat(alert.get("accessionNumber").asText()).startsWith("D");
            assertThat(alert.get("category").asText()).isEqualTo("CT-CHEST");
        });
        assertThat(agent.run("reprocess", levels[0], levels[1], levels[2], levels[3]))
                .isZero();
        assertThat(agent.json("alerts", "list", "--kind", "group-rule", "--status", "all"))
                .isEqualTo(alerts);
    }
}
