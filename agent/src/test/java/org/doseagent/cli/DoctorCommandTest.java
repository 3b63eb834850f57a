package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void start() {
        agent = new CommandLineRun(scratch.resolve("data"));
    }

    @Test
    void prints_a_line_for_each_check_and_ends_well_with_warnings_only() {
        assertThat(agent.run("doctor", "--set", "dicom.port=0", "--set", "http.port=0"))
                .as(agent.out())
                .isZero();
        assertThat(agent.out()).contains("ok    java", "warn  mapping", "-> ");
    }

    @Test
    void is_bad_news_when_another_program_has_the_port() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(agent.run(
                            "doctor",
                            "--json",
                            "--set",
                            "dicom.port=" + taken.getLocalPort(),
                            "--set",
                            "http.enabled=false"))
                    .isEqualTo(1);
        }
        JsonNode found = new ObjectMapper().readTree(agent.out());
        assertThat(found.path("status").asText()).isEqualTo("bad");
        assertThat(found.path("checks"))
                .anySatisfy(check -> {
                    assertThat(check.path("check").asText()).isEqualTo("dicom-port");
                    assertThat(check.path("status").asText()).isEqualTo("bad");
                    assertThat(check.path("advice").asText()).isNotEmpty();
                })
                .anySatisfy(check -> assertThat(check.path("advice").isNull()).isTrue());
    }

    @Test
    void says_what_is_wrong_with_a_configuration() throws Exception {
        Path file = Files.writeString(scratch.resolve("agent.yaml"), "forward: {proxy: x}\n");
        assertThat(agent.bare("doctor", "-c", file.toString())).isEqualTo(1);
        assertThat(agent.out()).startsWith("bad   config").contains("forward.proxy");
    }
}
