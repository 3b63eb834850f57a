package org.doseagent.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.drl.group.GroupVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class ReportPageTest {

    private static final Path GOLDEN =
            Path.of(System.getProperty("project.root", "..")).resolve("test-data/report/page.html");

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr"})
    void a_page_names_its_language_loads_nothing_and_runs_nothing(String language) {
        String page = ReportPage.html(PageFixture.input(), language);
        assertThat(page)
                .startsWith("<!DOCTYPE html>\n<html lang=\"" + language + "\">")
                .endsWith("</html>\n");
        assertThat(page).doesNotContain("<script", "src=", "@import", "url(", "href=\"http");
        assertThat(page)
                .contains("<caption>", "<details>", "aria-labelledby", "CT-CHEST", "class=\"skip\"")
                .doesNotContain("{0}", "{1}", "null", "Optional[");
    }

    /** A change of the page is read as a diff of this file; write it anew with -Dgolden.update. */
    @Test
    void the_page_of_a_small_store_is_the_golden_one() throws IOException {
        String page = ReportPage.html(PageFixture.input(), "en");
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, page);
        }
        assertThat(page).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void a_page_without_a_group_to_compare_does_not_reassure() {
        assertThat(ReportPage.html(PageFixture.input(List.of(), List.of()), "en"))
                .contains("No group has enough exams to be compared with a DRL.")
                .doesNotContain("No group is significantly above", "✓ 0");
    }

    @Test
    void a_name_of_a_scanner_that_is_markup_is_shown_not_run() {
        String page = ReportPage.html(PageFixture.input(), "en");
        assertThat(page).contains("&lt;b&gt;CT&lt;/b&gt;").doesNotContain("<b>CT");
    }

    @Test
    void every_language_has_every_word_with_the_same_blanks() throws IOException {
        Properties english = words("");
        assertThat(english.getProperty("notALimit"))
                .as("the page uses the sentence of the alerts")
                .isEqualTo(Alert.NOT_A_LIMIT);
        for (String language : List.of("_de", "_fr")) {
            Properties other = words(language);
            assertThat(other.keySet()).isEqualTo(english.keySet());
            english.forEach((key, value) -> assertThat(blanks(other.getProperty((String) key)))
                    .as("%s%s", key, language)
                    .isEqualTo(blanks((String) value)));
        }
        assertThatThrownBy(() -> ReportPage.html(PageFixture.input(), "xx")).hasMessageContaining("[en, de, fr]");
    }

    private static Set<String> blanks(String text) {
        return Pattern.compile("\\{\\d")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_kind_of_alert_and_every_verdict_has_a_word() throws IOException {
        Properties english = words("");
        for (AlertKind kind : AlertKind.values()) {
            assertThat(english).containsKey("kind." + kind.label());
        }
        for (GroupVerdict verdict : GroupVerdict.values()) {
            assertThat(english).containsKey(verdict.name());
        }
    }

    /** Words that are the same in two languages, each looked at. */
    private static final Set<String> SAME = Set.of(
            "percent",
            "results.population",
            "results.phantom",
            "DLP",
            "CTDIVOL",
            "n",
            "iqr",
            "median",
            "software",
            "standard",
            "auditor",
            "alerts",
            "category",
            "quantity",
            "total",
            "action",
            "scanner",
            "scanners",
            "inventory",
            "verdict",
            "medianIqr");

    @Test
    void no_english_is_left_in_the_other_languages() throws IOException {
        Properties english = words("");
        assertThat(english.getProperty("notALimit"))
                .as("the page uses the sentence of the alerts")
                .isEqualTo(Alert.NOT_A_LIMIT);
        for (String language : List.of("_de", "_fr")) {
            Properties other = words(language);
            english.forEach((key, value) -> {
                if (!SAME.contains(key)) {
                    assertThat(other.getProperty((String) key))
                            .as("%s%s", key, language)
                            .isNotEqualTo(value);
                }
            });
        }
        for (String language : List.of("de", "fr")) {
            assertThat(text(ReportPage.html(PageFixture.input(), language)))
                    .doesNotContain("adult ", "exam-", "data-quality", "WITHIN", "above", " with ", " the ", "within");
        }
    }

    private static String text(String page) {
        return page.replaceAll("(?s)<style>.*?</style>", "").replaceAll("<[^>]*>", " ");
    }

    private static Properties words(String suffix) throws IOException {
        Properties words = new Properties();
        try (var in = ReportPage.class.getResourceAsStream("words" + suffix + ".properties")) {
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return words;
    }

    @Test
    void numbers_have_the_decimal_sign_of_the_language() {
        assertThat(text(ReportPage.html(PageFixture.input(), "en"))).containsPattern("0\\.\\d\\d");
        assertThat(text(ReportPage.html(PageFixture.input(), "de")))
                .containsPattern("\\d,\\d")
                .doesNotContainPattern("[0-9]\\.[0-9]{1,2}(?![0-9])");
    }

    @Test
    void each_chart_is_well_formed_with_a_title_and_a_description() throws Exception {
        List<String> charts = charts(ReportPage.html(PageFixture.input(), "en"));
        for (String chart : charts) {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(chart)));
            for (String element : List.of("title", "desc")) {
                assertThat(document.getElementsByTagName(element).item(0).getTextContent())
                        .isNotBlank();
            }
        }
        // Boxes of adults and of children, twice two panels, the calendar.
        assertThat(charts).hasSizeGreaterThanOrEqualTo(9);
    }

    private static List<String> charts(String page) {
        return Pattern.compile("(?s)<svg.*?</svg>")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void a_chart_draws_each_trusted_level_of_its_own_phantom_and_no_other() {
        String chart = charts(ReportPage.html(PageFixture.input(), "en")).stream()
                .filter(svg -> svg.contains("DLP of CT-CHEST"))
                .findFirst()
                .orElseThrow();
        assertThat(chart)
                .contains("DRL 250 (first-set)", "Target 200 (first-set)", "DRL 300 (second-set)")
                .doesNotContain("DRL 99", "unverified-set");
    }

    @Test
    void children_have_a_chart_of_their_own_by_band() {
        assertThat(charts(ReportPage.html(PageFixture.input(), "en")))
                .anyMatch(svg -> svg.contains("15 to below 30 kg · Scanner 1"));
    }

    @Test
    void the_medians_of_the_page_are_those_of_the_parts() {
        List<PartDose> parts = PageFixture.parts().stream()
                .filter(part -> part.category().equals("CT-CHEST")
                        && part.deviceKey().equals(PageFixture.SCANNER)
                        && part.ageDays().orElseThrow() > 6574)
                .toList();
        String median = Percentiles.of(
                        parts.stream()
                                .map(part -> part.dlpMGyCm().orElseThrow())
                                .sorted()
                                .toList(),
                        50)
                .setScale(0, java.math.RoundingMode.HALF_UP)
                .toPlainString();
        String page = ReportPage.html(PageFixture.input(), "en");
        assertThat(page).contains("Scanner 1: n " + parts.size() + ", median " + median);
    }

    @Test
    void an_axis_of_medians_that_does_not_begin_at_0_is_marked() {
        String panel = charts(ReportPage.html(PageFixture.input(), "en")).stream()
                .filter(svg -> svg.contains("Monthly median DLP"))
                .findFirst()
                .orElseThrow();
        assertThat(panel).contains("class=\"break\"", "class=\"bar\"");
    }

    @Test
    void what_happened_to_a_scanner_is_marked_in_its_panel() {
        assertThat(charts(ReportPage.html(PageFixture.input(), "en")))
                .anyMatch(svg -> svg.contains("▼ V2") && svg.contains("◆ +15 %"));
    }

    @Test
    void alerts_are_at_most_twenty_lines_and_the_total_counts_all() {
        String page = ReportPage.html(PageFixture.input(PageFixture.parts(), PageFixture.alerts(50)), "en");
        String table = page.substring(page.indexOf("id=\"alerts\""), page.indexOf("id=\"completeness\""));
        assertThat(Pattern.compile("<tr").matcher(table).results()).hasSize(1 + 20 + 1);
        // 100 + 101 + ... + 149
        assertThat(table).contains("31 others", "6,225");
    }

    @Test
    void the_audit_has_a_row_for_each_category_and_scanner_and_a_place_for_the_auditor() {
        String page = ReportPage.html(PageFixture.input(), "en");
        String audit = page.substring(page.indexOf("id=\"audit\""), page.indexOf("id=\"definitions\""));
        assertThat(audit)
                .contains("Auditor", "0123456789abcdef", "250 · first-set", "300 · second-set", "V1, V2")
                .doesNotContain("unverified-set");
    }
}
