package org.doseagent.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.doseagent.interop.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Chromium: no message on the console, no request but the file itself, and something to see in light, in the dark and on paper. */
final class BrowserTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void needsChromium() {
        Tool.require("chromium");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void chromium_shows_it_without_a_complaint(String scheme) throws Exception {
        Path picture = folder.resolve("page.png");
        String output = screenshot(ReportPage.html(PageFixture.input(), "en"), scheme, picture);
        assertThat(output).doesNotContain("CONSOLE");
        assertThat(requestsOfThePage()).isEmpty();
        BufferedImage image = ImageIO.read(picture.toFile());
        int corner = image.getRGB(3, 3) & 0xFF;
        assertThat(corner).isBetween(scheme.equals("dark") ? 0 : 240, scheme.equals("dark") ? 60 : 255);
        assertThat(colours(image)).isGreaterThan(50);
    }

    @Test
    void the_check_of_requests_sees_one_that_a_page_makes() throws Exception {
        screenshot("<!DOCTYPE html><img src=\"http://example.test/x.png\">", "light", folder.resolve("page.png"));
        assertThat(requestsOfThePage()).hasSize(1);
    }

    @Test
    void chromium_prints_it_on_few_sheets_of_a4() throws Exception {
        Path paper = folder.resolve("page.pdf");
        chromium(write(ReportPage.html(PageFixture.input(), "de")), List.of("--print-to-pdf=" + paper));
        String pdf = Files.readString(paper, StandardCharsets.ISO_8859_1);
        long sheets =
                Pattern.compile("/Type\\s*/Page\\b").matcher(pdf).results().count();
        assertThat(sheets).isBetween(1L, 5L);
    }

    private String screenshot(String html, String scheme, Path picture) throws IOException {
        return chromium(
                write(html),
                List.of(
                        "--enable-logging=stderr",
                        "--log-net-log=" + folder.resolve("net.json"),
                        "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1),
                        "--window-size=1100,1600",
                        "--screenshot=" + picture));
    }

    private Path write(String html) throws IOException {
        return Files.writeString(folder.resolve("report.html"), html);
    }

    private String chromium(Path page, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(options);
        command.add(page.toUri().toString());
        Tool.Result result = Tool.run(folder.resolve("chromium.log"), command);
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

    private static int colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x += 3) {
            for (int y = 0; y < image.getHeight(); y += 3) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }
}
