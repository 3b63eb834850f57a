package org.doseagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://user:SECRET@repo.example/up/v1, https://(masked)@repo.example/up/v1",
        "https://hooks.example/services/T0/B0/SECRETHOOK1?token=SECRETQ, https://hooks.example/services/T0/B0/(masked)?(masked)",
        "https://repo.example/releases#SECRET, https://repo.example/releases#(masked)",
        "jdbc:postgresql://db.example/dose?password=SECRET, jdbc:postgresql://db.example/dose?(masked)",
        "https://repository.example.org/v1/facilities, https://repository.example.org/v1/facilities",
        "PACS1@10.0.0.5:104, PACS1@10.0.0.5:104"
    })
    void what_may_be_secret_is_masked(String url, String shown) {
        assertThat(SecretUrl.masked(url)).isEqualTo(shown);
    }

    @Test
    void config_show_masks_it() throws Exception {
        Map<String, String> shown = ConfigLoader.inForce(
                Path.of(System.getProperty("project.root", "..")).resolve("config/agent.yaml"),
                Map.of("notify.webhook.url", "https://hooks.example/services/SECRETHOOK1?token=SECRET"),
                Map.of());
        assertThat(shown.get("notify.webhook.url")).isEqualTo("https://hooks.example/services/(masked)?(masked)");
    }
}
