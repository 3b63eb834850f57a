package org.doseagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.forward.Endpoint;
import org.doseagent.forward.ForwardSettings;
import org.doseagent.forward.ProxyRoute;
import org.doseagent.forward.RepositoryTls;
import org.doseagent.net.AcceptorSettings.Caller;
import org.doseagent.net.calling.Requestor;
import org.doseagent.pacs.PacsSettings;
import org.doseagent.store.outbox.RetryPolicy;
import org.doseagent.trend.Holidays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");

    private static final String HTTPS = "forward: {transport: https, url: https://repository.example/, ";

    @TempDir
    private Path folder;

    @Test
    void the_shipped_file_has_every_key_with_its_default_and_no_other() throws Exception {
        Path config = Files.createDirectories(folder.resolve("config"));
        Path shipped = Files.copy(SHIPPED, config.resolve("agent.yaml"));
        copyLevels(config);
        Path empty = Files.writeString(config.resolve("empty.yaml"), "# nothing\n");
        assertThat(ConfigLoader.load(shipped, Map.of(), Map.of()))
                .isEqualTo(ConfigLoader.load(empty, Map.of(), Map.of()));
        ConfigTree tree = new ConfigTree(ConfigSource.read(shipped, Map.of()), config, Map.of());
        ConfigLoader.settings(tree, Folders.of(shipped));
        assertThat(tree.known().stream().filter(key -> !key.matches(".*\\.\\d+(\\..*)?")))
                .allSatisfy(key -> assertThat(tree.isWritten(key)).as(key).isTrue());
    }

    @Test
    void the_former_name_of_a_key_is_still_read() throws Exception {
        Path file = write(
                "alerts: {silence: {leastExams: 33, leastHours: 44}, creep: {leastRisePercent: 5}}\nnotify: {zone: Europe/Vienna}");
        Settings settings = ConfigLoader.load(file, Map.of(), Map.of());
        assertThat(settings.review().trend().silence().minExams()).isEqualTo(33);
        assertThat(settings.review().trend().silence().minHours()).isEqualTo(44);
        assertThat(settings.notification().policy().zone()).isEqualTo(ZoneId.of("Europe/Vienna"));
        assertThat(ConfigLoader.inForce(file, Map.of(), Map.of()))
                .containsEntry("alerts.silence.minExams", "33")
                .containsEntry("alerts.creep.minRisePercent", "5")
                .doesNotContainKeys("alerts.silence.leastExams", "notify.zone");
    }

    @Test
    void the_former_name_on_the_command_line_takes_precedence_over_the_file() throws Exception {
        Settings settings = ConfigLoader.load(
                write("alerts: {silence: {minExams: 33}}"), Map.of("alerts.silence.leastExams", "44"), Map.of());
        assertThat(settings.review().trend().silence().minExams()).isEqualTo(44);
    }

    @Test
    void a_small_file_anywhere_uses_the_levels_of_the_program_and_keeps_its_data_beside_itself() throws Exception {
        Settings settings = ConfigLoader.load(write("site: {id: x, country: XX}"), Map.of(), Map.of());
        assertThat(settings.levels().categories()).isReadable();
        assertThat(settings.levels().sets())
                .hasSize(3)
                .allSatisfy(set -> assertThat(set).isReadable());
        assertThat(settings.store().folder()).isEqualTo(folder.resolve("data"));
        assertThat(settings.forward().folder()).isEqualTo(folder.resolve("outbox"));
    }

    @Test
    void levels_beside_the_file_go_before_those_of_the_program() throws Exception {
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), "version: 1\n");
        assertThat(ConfigLoader.load(write("{}"), Map.of(), Map.of()).levels().mapping())
                .containsExactly(mapping);
    }

    @Test
    void an_installed_agent_keeps_its_data_in_var() {
        ConfigTree tree = new ConfigTree(ConfigSource.empty(), Path.of("/etc/dose-agent"), Map.of());
        assertThat(Folders.of(Path.of("/etc/dose-agent/agent.yaml")).data(tree, "dataDir", "data"))
                .isEqualTo(Path.of("/var/lib/dose-agent/data"));
    }

    @Test
    void scalars_stay_as_they_were_typed_and_lists_come_from_the_command_line() throws Exception {
        Settings settings = ConfigLoader.load(
                write("devices: [{serialNumber: 004711}]\npacs: [{aeTitle: A, host: pacs.example}]\nsite: {id: 007}"),
                Map.of(
                        "dicom.allowedCallers",
                        "[{aeTitle: PACS1, hosts: [10.0.0.0/8, '::1']}]",
                        "alerts.reasons",
                        "a,b"),
                Map.of());
        assertThat(settings.review().inventory().find("004711")).isPresent();
        assertThat(settings.store().siteId()).isEqualTo("007");
        assertThat(settings.network().pacs().archives())
                .extracting(PacsSettings.Archive::remote)
                .containsExactly(new Requestor.Remote(new AeTitle("A"), "pacs.example", 104));
        assertThat(settings.network().dicom().access().callers())
                .containsExactly(new Caller(new AeTitle("PACS1"), List.of("10.0.0.0/8", "::1")));
        assertThat(settings.review().reasons()).containsExactly("a", "b");
        assertThat(ConfigLoader.load(write("store: {minFreeDisk: 900TiB}"), Map.of(), Map.of())
                        .store()
                        .inbox()
                        .minFreeDiskBytes())
                .isEqualTo(900L << 40);
    }

    private static void copyLevels(Path config) throws Exception {
        for (String folder : List.of("drl", "rules")) {
            try (Stream<Path> tree = Files.walk(SHIPPED.resolveSibling(folder))) {
                for (Path file : tree.toList()) {
                    Files.copy(
                            file,
                            config.resolve(SHIPPED.getParent().relativize(file).toString()));
                }
            }
        }
        for (String name : List.of("categories.yaml", "mapping.yaml")) {
            Files.copy(SHIPPED.resolveSibling(name), config.resolve(name));
        }
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
                        "agent.yaml:3: dicom.prot: \"104\": unknown key; did you mean dicom.port?",
                        "agent.yaml:4: dicom.maxAssociations: \"many\": must be a whole number from 1 to 1000",
                        "agent.yaml:5: aggregate.minExams: \"5\": must be a whole number from 20 to 10000",
                        "agent.yaml:5: aggregate.closeAfter: \"soon\": must be a time such as 30s, 5m, 2h or 14d",
                        "agent.yaml: forward.url: is mandatory with forward.transport https");
    }

    @Test
    void holidays_are_dates_days_of_every_year_and_files() throws Exception {
        Files.writeString(folder.resolve("holidays.txt"), "2026-05-25   # Whit Monday\n\n10-03\n");
        Holidays holidays = ConfigLoader.load(
                        write("alerts: {silence: {holidays: [2026-04-06, \"12-25\", holidays.txt]}}"),
                        Map.of(),
                        Map.of())
                .review()
                .trend()
                .silence()
                .holidays();
        assertThat(holidays.days()).containsExactlyInAnyOrder(LocalDate.of(2026, 4, 6), LocalDate.of(2026, 5, 25));
        assertThat(holidays.everyYear()).containsExactlyInAnyOrder(MonthDay.of(12, 25), MonthDay.of(10, 3));
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
        assertThat(settings.network().dicom().port()).isZero();
        assertThat(settings.store().siteId()).isEqualTo("x");
    }

    @Test
    void secrets_come_from_the_environment_or_a_file_and_are_in_no_message() throws Exception {
        Path secret = Files.writeString(folder.resolve("token"), "from-file\n");
        assertThat(ConfigLoader.load(write(HTTPS + "bearerToken: {env: TOKEN}}"), Map.of(), Map.of("TOKEN", "from-env"))
                        .forward()
                        .endpoint()
                        .flatMap(Endpoint::bearerToken))
                .contains("from-env");
        assertThat(ConfigLoader.load(write(HTTPS + "bearerToken: {file: \"" + secret + "\"}}"), Map.of(), Map.of())
                        .forward()
                        .endpoint()
                        .flatMap(Endpoint::bearerToken))
                .contains("from-file");
        ConfigException missing = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigLoader.load(write("forward: {bearerToken: {env: TOKEN}}"), Map.of(), Map.of()));
        assertThat(missing.problems())
                .isEqualTo(List.of(
                        "agent.yaml:1: forward.bearerToken: \"env: TOKEN\": the environment variable must be set"));
    }

    @Test
    void the_way_to_the_repository_is_read() throws Exception {
        Path keys = Files.writeString(folder.resolve("client.p12"), "synthetic");
        ForwardSettings forward = ConfigLoader.load(write("""
                        forward:
                          transport: https
                          url: https://repository.example/aggregates
                          format: madx
                          tls: {keyStore: client.p12, keyStorePassword: {env: PW}}
                          proxy: proxy.example:3128
                          connectTimeout: 5s
                          retry: {first: 30s, longest: 1h}
                        """), Map.of(), Map.of("PW", "synthetic"))
                .forward();
        assertThat(forward.tls().client()).contains(new RepositoryTls.Store(keys, "synthetic"));
        assertThat(forward.endpoint().orElseThrow().proxy()).isEqualTo(new ProxyRoute("proxy.example:3128"));
        assertThat(forward.retry()).isEqualTo(new RetryPolicy(Duration.ofSeconds(30), Duration.ofHours(1)));
    }

    @Test
    void mistakes_in_the_access_to_the_repository_are_reported_without_secrets() throws Exception {
        Path file = write("""
                forward:
                  url: https://repository.example/aggregates?x=1
                  format: xml
                  bearerToken: "secret with blanks"
                  tls: {keyStore: absent.p12, trustStore: absent.pem}
                  proxy: http://proxy.example
                  connectTimeout: soon
                  retry: {first: 1h, longest: 1m}
                """);
        ConfigException problems =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, Map.of(), Map.of()));
        assertThat(problems.problems())
                .containsExactlyInAnyOrder(
                        "agent.yaml:2: forward.url: \"https://repository.example/aggregates?(masked)\": must be an https URL with a host, without ? and #",
                        "agent.yaml:3: forward.format: \"xml\": must be json or madx",
                        "agent.yaml:4: forward.bearerToken: must be a bearer token (RFC 6750): letters, digits and -._~+/",
                        "agent.yaml:5: forward.tls.keyStore: \"absent.p12\": the file must be readable; looked for at "
                                + folder.resolve("absent.p12"),
                        "agent.yaml: forward.tls.keyStorePassword: forward.tls.keyStore and forward.tls.keyStorePassword need each other",
                        "agent.yaml:5: forward.tls.trustStore: \"absent.pem\": the file must be readable; looked for at "
                                + folder.resolve("absent.pem"),
                        "agent.yaml:6: forward.proxy: \"http://proxy.example\": must be system, none or host:port",
                        "agent.yaml:7: forward.connectTimeout: \"soon\": must be a time such as 30s, 5m, 2h or 14d",
                        "agent.yaml:8: forward.retry.longest: must not be shorter than forward.retry.first");
        assertThat(problems).hasMessageNotContaining("secret");
    }

    @Test
    void what_is_no_mapping_is_refused() throws Exception {
        assertThat(catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(write("- a\n- b\n"), Map.of(), Map.of())))
                .hasMessageContaining("not a YAML mapping");
        assertThat(catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(folder.resolve("none"), Map.of(), Map.of())))
                .hasMessageContaining("no such file; name the configuration with --config FILE");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("agent.yaml"), text);
    }
}
