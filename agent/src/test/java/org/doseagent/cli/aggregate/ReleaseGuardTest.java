package org.doseagent.cli.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.store.HashChain;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not be released, and what must not go unnoticed afterwards. */
final class ReleaseGuardTest {

    private static final Path MONTH = Path.of(System.getProperty("project.root", ".."), "test-data", "demo-month");
    private static final String[] CLOSE = {"aggregate", "close", "--period", "2026-10"};
    private static final String[] PREVIEW = {"aggregate", "preview", "--period", "2026-10", "--format", "json"};

    /** The stores that tests begin with a copy of: with the month imported, and with it released too. */
    @TempDir
    private static Path begun;

    @TempDir
    private Path scratch;

    private Path data;
    private CommandLineRun agent;

    @BeforeAll
    static void importOnce() throws IOException {
        CommandLineRun first = named(begun.resolve("imported"));
        assertThat(first.run("import", MONTH.toString())).as(first.err()).isZero();
        copy(begun.resolve("imported"), begun.resolve("released"));
        CommandLineRun second = named(begun.resolve("released"));
        assertThat(second.run(CLOSE)).as(second.err()).isZero();
    }

    private static CommandLineRun named(Path folder) {
        return new CommandLineRun(folder).naming("DEMO-CT-1", "DEMO-CT-2");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @BeforeEach
    void start() {
        data = scratch.resolve("data");
        agent = named(data);
    }

    private void importMonth() throws IOException {
        copy(begun.resolve("imported"), data);
    }

    private void release() throws IOException {
        copy(begun.resolve("released"), data);
    }

    @Test
    void as_shipped_nothing_is_released_and_every_command_says_why() throws Exception {
        agent = new CommandLineRun(data);
        importMonth();
        assertThat(agent.run(PREVIEW)).isZero();
        assertThat(Canonical.parse(agent.out()).path("cells")).isEmpty();
        assertThat(agent.err()).contains("nothing is released until devices and dicom.allowedCallers are set");
        assertThat(agent.run(CLOSE)).isEqualTo(2);
        assertThat(agent.err()).contains("nothing is released until devices and dicom.allowedCallers are set");
        assertThat(agent.json("aggregate", "list")).isEmpty();
        assertThat(check("aggregates").get("status").asText()).isEqualTo("warn");
        assertThat(check("aggregates").get("advice").asText()).contains("dose-agent devices list");
        assertThat(agent.run("aggregate", "preview", "--period", "2026-10", "--everybody"))
                .isZero();
        assertThat(agent.err()).contains("8 cells of 2026-10 in this draft", "it never leaves");
    }

    @Test
    void named_scanners_are_not_enough_while_anybody_may_send() throws Exception {
        agent.setting("dicom.allowedCallers=[]");
        importMonth();
        assertThat(agent.run(CLOSE)).isEqualTo(2);
        assertThat(agent.err()).contains("nothing is released until dicom.allowedCallers is set");
    }

    @Test
    void an_exam_of_a_scanner_that_is_not_named_is_not_counted() throws Exception {
        agent = new CommandLineRun(data).naming("DEMO-CT-1");
        importMonth();
        assertThat(agent.run("aggregate", "preview", "--period", "2026-10")).isZero();
        assertThat(agent.err()).contains("66 exam parts are not counted");
    }

    @Test
    void a_month_is_not_released_again_after_doses_db_was_restored_from_before() throws Exception {
        release();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("doses.db"))
                    .toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(begun.resolve("imported"))) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("doses.db"))
                    .toList()) {
                Files.copy(file, data.resolve(file.getFileName().toString()));
            }
        }
        assertBlocked("2026-10 was released on ", "Put back the doses.db that has it, or the site.id");
    }

    @Test
    void a_month_is_not_released_again_under_another_site_id() throws Exception {
        release();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("doses.db"))
                    .toList()) {
                Files.delete(file); // with it, another site.id is refused before anything is counted
            }
        }
        agent.setting("site.id=other");
        assertThat(agent.run("reprocess")).as(agent.err()).isZero();
        assertBlocked("as sequence 1 of site demo-hospital");
    }

    private void assertBlocked(String... reasons) throws Exception {
        assertThat(agent.run(CLOSE)).isEqualTo(4);
        assertThat(agent.err()).contains(reasons);
        assertThat(agent.json("aggregate", "list")).isEmpty();
        assertThat(agent.run(PREVIEW)).isZero();
        assertThat(Canonical.parse(agent.out()).path("cells")).isEmpty();
        assertThat(agent.err()).contains(reasons);
        assertThat(check("release-journal").get("status").asText()).isEqualTo("bad");
        assertThat(agent.run("aggregate", "attack")).isEqualTo(1);
        assertThat(agent.err()).contains("2026-10 sequence 1 is not in the ledger");
    }

    private JsonNode check(String name) throws IOException {
        agent.run("doctor", "--json", "--set", "dicom.port=0", "--set", "http.port=0");
        for (JsonNode each : Canonical.parse(agent.out()).path("checks")) {
            if (each.path("check").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no check " + name);
    }

    @Test
    void verify_takes_the_key_that_the_site_gave_away() throws Exception {
        release();
        assertThat(agent.run("aggregate", "key")).isZero();
        Path pem = Files.writeString(scratch.resolve("hospital.pem"), agent.out());
        assertThat(agent.run("aggregate", "verify", "--key", pem.toString()))
                .as(agent.err())
                .isZero();
        assertThat(agent.run("aggregate", "verify", "--key", TestRelease.KEY.base64()))
                .isEqualTo(1);
        assertThat(agent.err()).contains("signed by another key than that of the site");
        assertThat(agent.run("aggregate", "verify", "--key", "none")).isEqualTo(2);
    }

    @Test
    void a_head_that_another_key_signed_again_is_found() throws Exception {
        release();
        changeDocument(document -> document.withObject("facility").put("country", "IE"));
        assertThat(agent.run("aggregate", "verify")).isEqualTo(1);
        assertThat(agent.err())
                .contains(
                        "signed by another key than that of the site",
                        "submissionId of the head",
                        "the head of the ledger is not signed by this key",
                        "the ledger does not have these bytes");
    }

    @Test
    void a_removed_newest_release_is_found() throws Exception {
        release();
        sql("DROP TRIGGER release_remains", "DROP TRIGGER release_cell_remains", "DROP TRIGGER release_leaf_remains");
        sql("DELETE FROM release_leaf", "DELETE FROM release_cell", "DELETE FROM release");
        assertThat(agent.run("aggregate", "verify")).isEqualTo(1);
        assertThat(agent.err())
                .contains(
                        "the ledger had 1 releases with 8 cells when it was last signed, and has 0 releases with 0 cells",
                        "2026-10 sequence 1: the release journal has this release");
    }

    @Test
    void numbers_that_were_rewritten_once_an_exam_is_gone_are_found() throws Exception {
        release();
        sql("DELETE FROM exam WHERE id IN (SELECT exam FROM part WHERE category = 'CT-CHEST' LIMIT 1)");
        rewriteCells();
        changeDocument(document -> document.path("cells")
                .forEach(cell -> ((ObjectNode) cell).put("p50", cell.path("p25").decimalValue())));
        assertThat(agent.run("aggregate", "verify")).isEqualTo(1);
        assertThat(agent.err())
                .contains("the head of the ledger is not signed by this key")
                .doesNotContain("breaks its hash chain");
    }

    /** Writes P25 over P50 in every cell of the ledger, and makes its hash chain fit again. */
    private void rewriteCells() throws SQLException {
        sql("DROP TRIGGER release_cell_stays");
        String previous = HashChain.FIRST;
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet cells = statement.executeQuery(
                        "SELECT period, sequence, from_sequence, cell_key, json, merkle_root, epsilon FROM release_cell ORDER BY id")) {
            while (cells.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= 7; column++) {
                    row.add(cells.getString(column));
                }
                ObjectNode cell = Canonical.parse(row.get(4));
                cell.put("p50", cell.path("p25").decimalValue());
                row.set(4, Canonical.text(cell));
                rows.add(row);
            }
        }
        try (Connection connection = connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE release_cell SET json = ?, previous_hash = ?, hash = ? WHERE cell_key = ?")) {
            for (List<String> row : rows) {
                String hash = HashChain.hashOf(previous, row);
                update.setString(1, row.get(4));
                update.setString(2, previous);
                update.setString(3, hash);
                update.setString(4, row.get(3));
                update.executeUpdate();
                previous = hash;
            }
        }
    }

    /** Changes the released document and signs it again with another key. */
    private void changeDocument(java.util.function.Consumer<ObjectNode> change) throws SQLException {
        sql("DROP TRIGGER release_bytes_stay");
        assertThat(agent.run("aggregate", "show", "2026-10", "--json")).isZero();
        ObjectNode document = Canonical.parse(agent.out());
        change.accept(document);
        try (Connection connection = connect();
                PreparedStatement update = connection.prepareStatement("UPDATE release SET json = ?")) {
            update.setBytes(1, TestRelease.signed(document));
            update.executeUpdate();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("doses.db"));
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys = ON");
            for (String each : statements) {
                statement.executeUpdate(each);
            }
        }
    }
}
