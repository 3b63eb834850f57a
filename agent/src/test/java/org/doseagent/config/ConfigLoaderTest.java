package org.doseagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");

    @TempDir
    private Path folder;

    @Test
    void the_shipped_file_says_the_defaults() throws Exception {
        Settings shipped = ConfigLoader.load(SHIPPED, Map.of(), Map.of());
        Settings defaults = ConfigLoader.load(write("{}"), Map.of(), Map.of());
        assertThat(shipped.dicom()).isEqualTo(defaults.dicom());
        assertThat(shipped.http()).isEqualTo(defaults.http());
        assertThat(shipped.store()).isEqualTo(defaults.store());
        assertThat(shipped.aggregate()).isEqualTo(defaults.aggregate());
        assertThat(shipped.aggregate().closeAfter()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void all_problems_come_at_once_with_line_key_value_rule_and_the_nearest_key() throws Exception {
        Path file = write("""
                dicom:
                  aeTitle: MUCH_TOO_LONG_AN_AE_TITLE
                  prot: 104
                  maxAssociations: many
                aggregate: {minExams: 5, closeAfter: soon}
                forward: {transport: https}
                """);
        ConfigException problems =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, Map.of(), Map.of()));
        assertThat(problems.problems())
                .containsExactlyInAnyOrder(
                        "agent.yaml:2: dicom.aeTitle: \"MUCH_TOO_LONG_AN_AE_TITLE\": must be 1 to 16 characters without backslash",
                        "agent.yaml:3: dicom.prot: unknown key; did you mean dicom.port?",
                        "agent.yaml:4: dicom.maxAssociations: \"many\": must be a whole number from 1 to 1000",
                        "agent.yaml:5: aggregate.minExams: \"5\": must be a whole number from 20 to 10000",
                        "agent.yaml:5: aggregate.closeAfter: \"soon\": must be a time such as 30s, 5m, 2h or 14d",
                        "agent.yaml: forward.url: is mandatory with forward.transport https");
    }

    @Test
    void holidays_are_dates_days_of_every_year_and_files() throws Exception {
        Files.writeString(folder.resolve("holidays.txt"), "2026-05-25   # Whit Monday\n\n10-03\n");
        Settings.Silence silence = ConfigLoader.load(
                        write("alerts: {silence: {holidays: [2026-04-06, \"12-25\", holidays.txt]}}"),
                        Map.of(),
                        Map.of())
                .alerts()
                .silence();
        assertThat(silence.holidays()).containsExactly(LocalDate.of(2026, 4, 6), LocalDate.of(2026, 5, 25));
        assertThat(silence.yearlyHolidays()).containsExactly(MonthDay.of(12, 25), MonthDay.of(10, 3));
        Path wrong = write("alerts: {silence: {holidays: [2026-02-30, nowhere.txt]}}");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(wrong, Map.of(), Map.of()))
                        .problems())
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("agent.yaml:1: alerts.silence.holidays: "));
    }

    @Test
    void overrides_are_stronger_than_the_file() throws Exception {
        Settings settings =
                ConfigLoader.load(write("dicom: {port: 104}"), Map.of("dicom.port", "0", "site.id", "x"), Map.of());
        assertThat(settings.dicom().port()).isZero();
        assertThat(settings.siteId()).isEqualTo("x");
    }

    @Test
    void secrets_come_from_the_environment_or_a_file_and_are_in_no_message() throws Exception {
        Path secret = Files.writeString(folder.resolve("token"), "from-file\n");
        assertThat(ConfigLoader.load(
                                write("forward: {bearerToken: {env: TOKEN}}"), Map.of(), Map.of("TOKEN", "from-env"))
                        .forward()
                        .bearerToken())
                .contains("from-env");
        assertThat(ConfigLoader.load(write("forward: {bearerToken: {file: \"" + secret + "\"}}"), Map.of(), Map.of())
                        .forward()
                        .bearerToken())
                .contains("from-file");
        ConfigException missing = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigLoader.load(write("forward: {bearerToken: {env: TOKEN}}"), Map.of(), Map.of()));
        assertThat(missing.problems())
                .isEqualTo(List.of(
                        "agent.yaml:1: forward.bearerToken: \"env: TOKEN\": the environment variable must be set"));
    }

    @Test
    void what_is_no_mapping_is_refused() throws Exception {
        assertThat(catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(write("- a\n- b\n"), Map.of(), Map.of())))
                .hasMessageContaining("not a YAML mapping");
        assertThat(catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(folder.resolve("none"), Map.of(), Map.of())))
                .hasMessageContaining("cannot be read");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("agent.yaml"), text);
    }
}
