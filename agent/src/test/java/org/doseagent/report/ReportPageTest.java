package org.doseagent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.doseagent.dose.PartDose;
import org.doseagent.interop.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

final class ReportPageTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr"})
    void a_page_names_its_language_loads_nothing_and_runs_nothing(String language) {
        String page = ReportPage.html(input(), language);
        assertThat(page)
                .startsWith("<!DOCTYPE html>\n<html lang=\"" + language + "\">")
                .endsWith("</html>\n");
        assertThat(page).doesNotContain("<script", "src=", "@import", "url(", "href=\"http");
        assertThat(page)
                .contains("<caption>", "<details>", "aria-labelledby", "CT-CHEST")
                .doesNotContain("{0}", "null", "Optional[");
    }

    @Test
    void a_name_of_a_scanner_that_is_markup_is_shown_not_run() {
        String page = ReportPage.html(input(), "en");
        assertThat(page).contains("&lt;b&gt;CT&lt;/b&gt;").doesNotContain("<b>CT");
    }

    @Test
    void every_language_has_every_word() throws IOException {
        Set<Object> english = words("").keySet();
        for (String language : List.of("_de", "_fr")) {
            assertThat(words(language).keySet()).isEqualTo(new HashSet<>(english));
        }
        assertThatThrownBy(() -> ReportPage.html(input(), "xx")).hasMessageContaining("[en, de, fr]");
    }

    private static Properties words(String suffix) throws IOException {
        Properties words = new Properties();
        try (var in = ReportPage.class.getResourceAsStream("words" + suffix + ".properties")) {
            words.load(new java.io.InputStreamReader(in, java.nio.charset.StandardCharsets.UTF_8));
        }
        return words;
    }

    @Test
    void each_chart_is_well_formed_and_has_a_title() throws Exception {
        String page = ReportPage.html(input(), "en");
        int charts = 0;
        for (int start = page.indexOf("<svg"); start >= 0; start = page.indexOf("<svg", start + 1)) {
            String svg = page.substring(start, page.indexOf("</svg>", start) + 6);
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new java.io.StringReader(svg)));
            assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            charts++;
        }
        assertThat(charts).isEqualTo(4);
    }

    /** Real Chromium: no message on the console, no request but the file itself, and something to see in light, in the dark and on paper. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void chromium_shows_it_without_a_complaint(String scheme) throws Exception {
        Tool.require("chromium");
        Path picture = folder.resolve("page.png");
        String output = screenshot(ReportPage.html(input(), "en"), scheme, picture);
        assertThat(output).doesNotContain("CONSOLE");
        assertThat(requestsOfThePage()).isEmpty();
        BufferedImage image = ImageIO.read(picture.toFile());
        int corner = image.getRGB(3, 3) & 0xFF;
        assertThat(corner).isBetween(scheme.equals("dark") ? 0 : 240, scheme.equals("dark") ? 60 : 255);
        assertThat(colours(image)).isGreaterThan(50);
    }

    @Test
    void the_check_of_requests_sees_one_that_a_page_makes() throws Exception {
        Tool.require("chromium");
        screenshot("<!DOCTYPE html><img src=\"http://example.test/x.png\">", "light", folder.resolve("page.png"));
        assertThat(requestsOfThePage()).hasSize(1);
    }

    private String screenshot(String html, String scheme, Path picture) throws IOException, InterruptedException {
        Path page = folder.resolve("report.html");
        Files.writeString(page, html);
        Tool.Result result = Tool.run(
                folder.resolve("chromium.log"),
                List.of(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--no-first-run",
                        "--log-net-log=" + folder.resolve("net.json"),
                        "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1),
                        "--window-size=1100,1600",
                        "--screenshot=" + picture,
                        page.toUri().toString()));
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output();
    }

    /** The requests that started in a page; those of the browser itself (updates, clock) have no origin. */
    private List<String> requestsOfThePage() throws IOException {
        return Pattern.compile("\"initiator\":\"(?!not an origin)[^}]*")
                .matcher(Files.readString(folder.resolve("net.json")))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void chromium_prints_it() throws Exception {
        Tool.require("chromium");
        Path page = folder.resolve("report.html");
        Files.writeString(page, ReportPage.html(input(), "de"));
        Path paper = folder.resolve("page.pdf");
        Tool.Result result = Tool.run(
                folder.resolve("chromium.log"),
                List.of(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--print-to-pdf=" + paper,
                        page.toUri().toString()));
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(Files.size(paper)).isGreaterThan(10_000);
    }

    private static int colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x += 3) {
            for (int y = 0; y < image.getHeight(); y += 3) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }

    private static ReportInput input() {
        List<PartDose> parts = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 90; i++) {
            BigDecimal dlp = BigDecimal.valueOf(2000 + random.nextInt(3000), 1);
            parts.add(new PartDose(
                    "CT-CHEST",
                    i % 9 == 0 ? "M|<b>CT</b>|2" : "M|Scanner|1",
                    LocalDateTime.of(2026, 1 + i % 6, 1 + i % 28, 9, 0),
                    Optional.of(15_000),
                    Optional.empty(),
                    Optional.of(32),
                    Optional.of(dlp.movePointLeft(1)),
                    Optional.of(dlp),
                    Optional.of(dlp),
                    Optional.of(dlp)));
        }
        return new ReportInput(
                "hospital",
                "1",
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 6, 30),
                LocalDate.of(2026, 7, 1),
                90,
                90,
                "abc",
                parts,
                List.of(),
                List.of(),
                List.of(),
                new CompletenessReview(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 6, 30), new Completeness.Settings(12, 15, 1.5, false)).result(),
                List.of(new ReportInput.Scanner(
                        "<b>CT</b> 2", Optional.of("M"), List.of("V1"), Optional.of(2019), Optional.of(64), 10)));
    }
}
