package org.doseagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.notify.NotifySettings;
import org.doseagent.store.alerts.NotificationMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys under {@code notify}. */
final class NotifyReaderTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml");

    @TempDir
    private Path folder;

    @Test
    void the_shipped_file_has_the_defaults_and_nobody_is_notified_until_configured() throws Exception {
        NotifySettings shipped = ConfigLoader.load(SHIPPED, Map.of(), Map.of()).notification();
        assertThat(shipped).isEqualTo(load("{}"));
        assertThat(shipped.email()).isEmpty();
        assertThat(shipped.webhook()).isEmpty();
        assertThat(shipped.policy().withAccessionNumber()).isFalse();
        assertThat(shipped.policy().modes())
                .hasSameSizeAs(AlertKind.values())
                .containsEntry(AlertKind.EXAM_ABOVE_DRL, NotificationMode.DIGEST)
                .containsEntry(AlertKind.SILENCE, NotificationMode.NOW)
                .containsEntry(AlertKind.DATA_QUALITY, NotificationMode.OFF);
    }

    @Test
    void reads_what_a_site_writes() throws Exception {
        NotifySettings settings = load("""
                notify:
                  email: {enabled: true, host: mail.example, from: a@b.example, to: [c@d.example, e@f.example], user: u, password: {env: MAIL}}
                  kinds: {silence: digest}
                  digestAt: "06:15"
                  zone: Europe/Vienna
                """, Map.of("MAIL", "pw"));
        assertThat(settings.email().orElseThrow().envelope().to()).containsExactly("c@d.example", "e@f.example");
        assertThat(settings.email().orElseThrow().server().password()).contains("pw");
        assertThat(settings.policy().modes()).containsEntry(AlertKind.SILENCE, NotificationMode.DIGEST);
        assertThat(settings.policy().zone()).isEqualTo(ZoneId.of("Europe/Vienna"));
        assertThat(settings.policy().digestAt()).hasToString("06:15");
    }

    @Test
    void all_problems_come_at_once() throws Exception {
        ConfigException problems = catchThrowableOfType(ConfigException.class, () -> load("""
                notify:
                  email: {enabled: true, to: ["a@b.example", "x y"], user: u, security: none}
                  webhook: {enabled: true}
                  kinds: {silence: loud, silenec: now}
                  digestAt: "7"
                  zone: Mars/Base
                """));
        assertThat(problems.problems())
                .containsExactlyInAnyOrder(
                        "agent.yaml:2: notify.email.to: \"x y\": must be an address",
                        "agent.yaml:2: notify.email.user: user and password are needed together",
                        "agent.yaml:2: notify.email.security: \"none\": a password is sent only with starttls or tls, or to this machine",
                        "agent.yaml: notify.email.host: is mandatory with notify.email.enabled",
                        "agent.yaml: notify.email.from: is mandatory with notify.email.enabled",
                        "agent.yaml: notify.webhook.url: is mandatory with notify.webhook.enabled",
                        "agent.yaml:4: notify.kinds.silence: \"loud\": must be now, digest or off",
                        "agent.yaml:4: notify.kinds.silenec: \"now\": unknown key; did you mean notify.kinds.silence?",
                        "agent.yaml:5: notify.digestAt: \"7\": must be a time such as \"07:00\"",
                        "agent.yaml:6: site.zone: \"Mars/Base\": must be system, or a time zone such as Europe/Vienna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hospital.example/",
                "http://localhost.evil.example/",
                "https://user:password@hospital.example/",
                "ftp://hospital.example"
            })
    void refuses_a_webhook_that_is_neither_https_nor_on_this_machine(String url) throws Exception {
        ConfigException problems =
                catchThrowableOfType(ConfigException.class, () -> load("notify: {webhook: {url: \"" + url + "\"}}"));
        assertThat(problems.problems()).singleElement().asString().contains("must be an https URL");
    }

    private NotifySettings load(String text) throws Exception {
        return load(text, Map.of());
    }

    private NotifySettings load(String text, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), text);
        return ConfigLoader.load(file, Map.of(), environment).notification();
    }
}
