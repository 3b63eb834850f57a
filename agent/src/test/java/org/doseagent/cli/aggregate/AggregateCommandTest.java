package org.doseagent.cli.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The month of the demo, from preview to attack, as a data protection officer would go through it. */
final class AggregateCommandTest {

    private static final Path MONTH = Path.of(System.getProperty("project.root", ".."), "test-data", "demo-month");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void start() {
        agent = new CommandLineRun(scratch.resolve("data")).naming("DEMO-CT-1", "DEMO-CT-2");
    }

    private void close() {
        assertThat(agent.run("import", MONTH.toString())).isZero();
        assertThat(agent.run("aggregate", "close", "--period", "2026-10"))
                .as(agent.err())
                .isZero();
    }

    @Test
    void what_left_is_listed_shown_verified_and_attacked() {
        close();
        JsonNode listed = agent.json("aggregate", "list").get(0);
        assertThat(listed.get("sequence").asInt()).isEqualTo(1);
        assertThat(listed.get("cells").asInt()).isEqualTo(8);
        assertThat(agent.run("aggregate", "list")).isZero();
        assertThat(agent.out()).startsWith("PERIOD   SEQUENCE  CELLS  STATE  CLOSED");
        assertThat(agent.run("aggregate", "show", "2026-10", "--json")).isZero();
        String shown = agent.out().strip();
        assertThat(agent.run("aggregate", "preview", "--period", "2026-10", "--format", "json"))
                .isZero();
        assertThat(agent.out().strip()).isEqualTo(shown);
        assertThat(agent.run("aggregate", "show", "2026-10")).isZero();
        assertThat(agent.out()).contains("CT-CHEST-ABDOMEN-PELVIS", "adult", "530: 10-19");
        assertThat(agent.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(agent.run("aggregate", "show", "2026-10", "--sequence", "2")).isEqualTo(3);
        assertThat(agent.run("aggregate", "show", "2026-09")).isEqualTo(3);
        assertThat(agent.run("aggregate", "verify", "2026-09")).isEqualTo(3);
        assertThat(agent.run("aggregate", "verify")).as(agent.err()).isZero();
        assertThat(agent.out()).contains("2026-10 sequence 1: ok, computed again from the store");
        assertThat(agent.run("aggregate", "attack")).as(agent.err()).isZero();
        assertThat(agent.out()).contains("verbatim publication");
        assertThat(agent.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(agent.json("aggregate", "attack"))
                .hasSize(15)
                .allMatch(each -> each.get("got").isEmpty());
    }

    @Test
    void a_released_month_is_printed_in_each_format_and_named_by_an_option() {
        close();
        agent.run("aggregate", "show", "2026-10", "--json");
        String json = agent.out();
        for (String format : List.of("json", "csv", "madx")) {
            assertThat(agent.run("aggregate", "show", "--period", "2026-10", "--format", format))
                    .as(agent.err())
                    .isZero();
            String shown = agent.out();
            assertThat(agent.run("aggregate", "preview", "--period", "2026-10", "--format", format))
                    .isZero();
            assertThat(shown.strip())
                    .as(format)
                    .isNotEmpty()
                    .isEqualToNormalizingNewlines(agent.out().strip());
        }
        agent.run("aggregate", "show", "--period", "2026-10", "--format", "json");
        assertThat(agent.out()).isEqualTo(json);
        agent.run("aggregate", "show", "2026-10");
        String table = agent.out();
        agent.run("aggregate", "show", "--period", "2026-10", "--format", "table");
        assertThat(agent.out()).isEqualTo(table);
    }

    @Test
    void releases_are_listed_in_each_format_and_by_month() {
        close();
        for (String format : List.of("json", "csv")) {
            assertThat(agent.run("aggregate", "list", "--" + format)).isZero();
            String listed = agent.out();
            assertThat(agent.run("aggregate", "list", "--period", "2026-10", "--format", format))
                    .isZero();
            assertThat(agent.out()).contains("2026-10").isEqualTo(listed);
        }
        assertThat(agent.json("aggregate", "list", "--period", "2026-09")).isEmpty();
    }

    @Test
    void the_releases_of_one_month_are_attacked() {
        close();
        assertThat(agent.json("aggregate", "attack", "--period", "2026-10"))
                .isEqualTo(agent.json("aggregate", "attack"));
        assertThat(agent.run("aggregate", "attack", "--period", "2026-09")).isEqualTo(3);
        assertThat(agent.err()).contains("2026-09 was not released");
    }

    @Test
    void a_delivery_that_is_tried_again_prints_the_releases_that_were_due() throws SQLException {
        close();
        assertThat(agent.json("outbox", "retry")).isEmpty();
        sql("UPDATE release SET state = 'refused'");
        JsonNode due = agent.json("outbox", "retry");
        assertThat(due).hasSize(1);
        assertThat(due.get(0).get("state").asText()).isEqualTo("sent");
        assertThat(due).isEqualTo(agent.json("outbox", "list"));
    }

    @Test
    void purged_exams_are_a_warning_that_is_not_ok() throws SQLException {
        close();
        sql("DELETE FROM exam WHERE id IN (SELECT exam FROM part WHERE category = 'CT-CHEST' LIMIT 3)");
        assertThat(agent.run("aggregate", "verify", "2026-10")).isEqualTo(1);
        assertThat(agent.err()).doesNotContain("2026-10");
        assertThat(agent.out())
                .contains(
                        "warning",
                        "not all cells can be computed again",
                        "3 exams of cell CT-CHEST|adult|",
                        "no longer in the store");
        assertThat(agent.run("aggregate", "verify", "--json")).isEqualTo(1);
        assertThat(agent.out()).contains("\"verifies\" : true", "\"status\" : \"warning\"");
        assertThat(agent.run("aggregate", "close", "--period", "2026-10")).isZero();
        assertThat(agent.out()).contains("too little has changed since for a correction");
    }

    @Test
    void a_changed_ledger_does_not_verify() throws SQLException {
        close();
        sql("DROP TRIGGER release_cell_stays");
        sql("UPDATE release_cell SET json = replace(json, '\"n\":', '\"n\":1')");
        assertThat(agent.run("aggregate", "verify")).isEqualTo(1);
        assertThat(agent.err())
                .contains("the ledger was changed; the first cell that breaks its hash chain is cell CT-");
    }

    @Test
    void a_changed_release_does_not_verify() throws SQLException {
        close();
        sql("DROP TRIGGER release_bytes_stay");
        sql("UPDATE release SET json = CAST(replace(CAST(json AS TEXT), '\"p50\":', '\"p50\":1') AS BLOB)");
        assertThat(agent.run("aggregate", "verify")).isEqualTo(1);
        assertThat(agent.err()).contains("the signature does not fit", "differs from the one that left");
        assertThat(agent.run("aggregate", "attack")).as("three digits and more").isEqualTo(1);
        assertThat(agent.err()).contains("verbatim publication");
    }

    @Test
    void the_key_is_made_once_kept_secret_and_printed() throws Exception {
        JsonNode key = agent.json("aggregate", "key");
        assertThat(key.get("publicKey").asText()).matches("[A-Za-z0-9+/]{59}=");
        assertThat(agent.json("aggregate", "key")).isEqualTo(key);
        assertThat(agent.run("aggregate", "key")).isZero();
        assertThat(agent.out()).startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(agent.err()).contains(key.get("sha256").asText());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(scratch.resolve("data").resolve("signing.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void two_stores_fed_in_another_order_release_the_same_bytes() throws Exception {
        close();
        agent.run("aggregate", "show", "2026-10", "--json");
        String first = agent.out();
        Path other = Files.createDirectories(scratch.resolve("other"));
        for (String name : List.of("secret.key", "signing.key")) {
            Files.copy(scratch.resolve("data").resolve(name), other.resolve(name));
        }
        CommandLineRun second = new CommandLineRun(other).naming("DEMO-CT-1", "DEMO-CT-2");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(MONTH)) {
            all.filter(file -> file.toString().endsWith(".dcm")).sorted().forEach(files::add);
        }
        Collections.reverse(files);
        List<String> command = new ArrayList<>(List.of("import"));
        files.forEach(file -> command.add(file.toString()));
        assertThat(second.run(command.toArray(String[]::new))).isZero();
        assertThat(second.run("aggregate", "close", "--period", "2026-10")).isZero();
        second.run("aggregate", "show", "2026-10", "--json");
        assertThat(second.out()).isEqualTo(first);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + scratch.resolve("data").resolve("doses.db"));
                Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA foreign_keys = ON");
            sql.executeUpdate(statement);
        }
    }
}
