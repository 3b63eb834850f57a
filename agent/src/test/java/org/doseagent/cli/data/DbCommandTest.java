package org.doseagent.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.store.FileModes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backup, restore onto another data directory, verification, migration, and the keys of a store. */
final class DbCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final List<String> CASES =
            List.of("siemens-dual-source-chest", "ge-head-enhanced-sr", "truncated", "not-a-ct", "replaced");

    /** A store that tests copy. */
    @TempDir
    private static Path begun;

    @TempDir
    private Path scratch;

    private Path data;
    private Path backup;
    private CommandLineRun agent;

    @BeforeAll
    static void importOnce() {
        CommandLineRun first = new CommandLineRun(begun.resolve("data"));
        for (String name : CASES) {
            assertThat(first.run(
                            "import", ROOT.resolve("test-data/cases/" + name).toString()))
                    .isZero();
        }
    }

    @BeforeEach
    void copyStore() throws IOException {
        data = scratch.resolve("data");
        backup = scratch.resolve("backup.zip");
        copy(begun.resolve("data"), data);
        agent = new CommandLineRun(data);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void a_restored_backup_answers_every_question_like_the_store_it_came_from() throws IOException {
        assertThat(agent.run("alerts", "ack", "1", "--by", "A", "--reason", "reviewed"))
                .isBetween(0, 3);
        JsonNode written = agent.json("db", "backup", backup.toString());
        assertThat(written.path("counts").path("exam").asInt()).isEqualTo(3);
        assertThat(agent.err()).contains("patient names and the keys of the site");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(agent.json("db", "verify", backup.toString()).path("status").asText())
                .isEqualTo("ok");
        CommandLineRun other = new CommandLineRun(scratch.resolve("other"));
        assertThat(other.run("db", "restore", backup.toString()))
                .as(other.err())
                .isZero();
        for (String[] question : new String[][] {
            {"exams", "list"},
            {"alerts", "list", "--status", "all"},
            {"inbox", "list"},
            {"devices", "list"},
            {"aggregate", "list"}
        }) {
            assertThat(other.json(question)).as(String.join(" ", question)).isEqualTo(agent.json(question));
        }
        assertThat(other.run("audit", "verify")).as(other.err()).isZero();
        assertThat(other.json("db", "verify").path("status").asText()).isEqualTo("ok");
        assertThat(FileModes.wrong(scratch.resolve("other"))).isEmpty();
        assertThat(other.run("reprocess")).isZero();
        assertThat(other.json("exams", "list")).isEqualTo(agent.json("exams", "list"));
        assertThat(Files.readAllBytes(scratch.resolve("other/secret.key")))
                .isEqualTo(Files.readAllBytes(data.resolve("secret.key")));
    }

    @Test
    void what_arrived_but_was_not_processed_is_in_the_backup_and_processed_after_the_restore() throws IOException {
        JsonNode exams = agent.json("exams", "list");
        Files.delete(data.resolve("doses.db")); // everything in the log is unprocessed for a new store
        Files.deleteIfExists(data.resolve("doses.db-wal"));
        Files.deleteIfExists(data.resolve("doses.db-shm"));
        assertThat(agent.run("db", "backup", backup.toString())).as(agent.err()).isZero();
        CommandLineRun other = new CommandLineRun(scratch.resolve("other"));
        assertThat(other.run("db", "restore", backup.toString()))
                .as(other.err())
                .isZero();
        assertThat(other.json("exams", "list")).isEmpty();
        assertThat(other.run("reprocess")).isZero();
        assertThat(other.json("exams", "list")).hasSize(exams.size());
    }

    @Test
    void a_backup_without_keys_needs_them_at_the_restore() {
        assertThat(agent.run("db", "backup", backup.toString(), "--without-keys"))
                .isZero();
        CommandLineRun other = new CommandLineRun(scratch.resolve("other"));
        assertThat(other.run("db", "restore", backup.toString())).isEqualTo(4);
        assertThat(other.err()).contains("--keys");
        assertThat(scratch.resolve("other/doses.db")).doesNotExist();
        assertThat(other.run("db", "restore", backup.toString(), "--keys", data.toString()))
                .as(other.err())
                .isZero();
        assertThat(other.json("exams", "list")).isEqualTo(agent.json("exams", "list"));
    }

    @Test
    void a_damaged_backup_is_bad_news_and_leaves_the_data_directory_empty() throws IOException {
        assertThat(agent.run("db", "backup", backup.toString())).isZero();
        try (RandomAccessFile file = new RandomAccessFile(backup.toFile(), "rw")) {
            file.seek(3000);
            file.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        }
        assertThat(agent.run("db", "verify", backup.toString())).isEqualTo(1);
        assertThat(agent.out()).contains("bad", "doses.db");
        CommandLineRun other = new CommandLineRun(scratch.resolve("other"));
        assertThat(other.run("db", "restore", backup.toString())).isEqualTo(4);
        try (Stream<Path> files = Files.list(scratch.resolve("other"))) {
            assertThat(files).isEmpty();
        }
        Path cut = scratch.resolve("cut.zip");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(backup), 5000));
        assertThat(agent.run("db", "verify", cut.toString())).isEqualTo(1);
        assertThat(agent.out()).contains("cut.zip is no backup of the agent, or was cut off -> use another backup");
        assertThat(agent.run("db", "verify", scratch.resolve("none.zip").toString()))
                .isEqualTo(3);
    }

    @Test
    void a_backup_overwrites_nothing_and_goes_into_an_empty_directory_of_its_site_only() throws IOException {
        assertThat(agent.run("db", "backup", backup.toString())).isZero();
        assertThat(agent.run("db", "backup", backup.toString())).isEqualTo(2);
        assertThat(agent.run("db", "restore", backup.toString())).isEqualTo(4);
        assertThat(agent.err()).contains("is not empty");
        CommandLineRun other = new CommandLineRun(scratch.resolve("other")).setting("site.id=elsewhere");
        assertThat(other.run("db", "restore", backup.toString())).isEqualTo(4);
        assertThat(other.err()).contains("site demo-hospital", "elsewhere");
    }

    @Test
    void verify_finds_a_changed_byte_of_a_received_object_and_of_the_store() throws IOException {
        assertThat(agent.json("db", "verify").path("status").asText()).isEqualTo("ok");
        Path segment;
        try (Stream<Path> files = Files.list(data.resolve("inbox"))) {
            segment = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(4096 + 56 + 300);
            int present = file.read();
            file.seek(4096 + 56 + 300);
            file.write(present ^ 1);
        }
        assertThat(agent.run("db", "verify")).isEqualTo(1);
        assertThat(agent.out()).contains("bad   inbox     1 damaged places");
        try (RandomAccessFile file =
                new RandomAccessFile(data.resolve("doses.db").toFile(), "rw")) {
            file.seek(4096L * 20);
            file.write(new byte[4096]);
        }
        assertThat(agent.run("db", "verify", "--json")).isEqualTo(1);
        assertThat(agent.out()).contains("\"status\" : \"bad\"");
    }

    @ParameterizedTest(name = "a missing or foreign {0} is refused")
    @ValueSource(strings = {"secret.key"})
    void a_store_of_another_key_is_refused_with_the_file_and_the_way_out(String name) throws IOException {
        byte[] own = Files.readAllBytes(data.resolve(name));
        String in = ROOT.resolve("test-data/cases/repeated").toString();
        for (boolean isMissing : new boolean[] {true, false}) {
            Files.deleteIfExists(data.resolve(name));
            if (!isMissing) {
                Files.write(data.resolve(name), new byte[32]);
            }
            for (String[] command : new String[][] {{"import", in}, {"run"}, {"aggregate", "verify"}, {"reprocess"}}) {
                assertThat(agent.run(command)).as(String.join(" ", command)).isEqualTo(4);
                assertThat(agent.err())
                        .contains(
                                name + (isMissing ? " is missing" : " is not the key of this store"),
                                "db restore",
                                "accept-keys");
            }
            assertThat(agent.run("doctor", "--set", "dicom.port=0", "--set", "http.port=0"))
                    .isEqualTo(1);
            assertThat(agent.out()).contains("bad   keys", name);
            assertThat(agent.json("exams", "list")).hasSize(3); // a reader needs no key
            assertThat(Files.exists(data.resolve(name)))
                    .as("no key is made in its place")
                    .isEqualTo(!isMissing);
        }
        Files.write(data.resolve(name), own);
        assertThat(agent.run("import", in)).as(agent.err()).isZero();
    }

    @Test
    void a_foreign_signing_key_is_refused_until_somebody_accepts_it_and_the_audit_has_it() throws IOException {
        Files.delete(data.resolve("signing.key"));
        String in = ROOT.resolve("test-data/cases/repeated").toString();
        assertThat(agent.run("import", in)).isEqualTo(4);
        assertThat(agent.err()).contains("signing.key is missing");
        assertThat(agent.run("db", "accept-keys", "--by", "A. Physicist"))
                .as(agent.err())
                .isZero();
        assertThat(agent.run("import", in)).as(agent.err()).isZero();
        assertThat(agent.run("audit", "list")).isZero();
        assertThat(agent.out()).contains("A. Physicist", "keys-accepted");
    }

    @Test
    void a_changed_site_id_is_refused_by_readers_and_writers() {
        agent.setting("site.id=renamed");
        for (String[] command :
                new String[][] {{"exams", "list"}, {"alerts", "list"}, {"stats"}, {"reprocess"}, {"run"}}) {
            assertThat(agent.run(command)).as(String.join(" ", command)).isEqualTo(4);
            assertThat(agent.err()).contains("site demo-hospital", "site.id is renamed", "dataDir");
        }
        assertThat(agent.run("doctor", "--set", "dicom.port=0", "--set", "http.port=0"))
                .isEqualTo(1);
        assertThat(agent.out()).contains("bad   keys");
    }

    @Test
    void a_store_of_the_last_release_is_updated_and_its_keys_are_recorded() throws IOException {
        Path old = Files.createDirectories(scratch.resolve("old"));
        unpack(old);
        CommandLineRun upgraded = new CommandLineRun(old);
        assertThat(upgraded.run("db", "migrate")).as("without its secret").isEqualTo(4);
        assertThat(upgraded.err()).contains("secret.key is missing, and the store has data");
        assertThat(old.resolve("secret.key")).doesNotExist();
        Files.delete(old.resolve("doses.db"));
        unpack(old);
        Files.write(old.resolve("secret.key"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        Files.setPosixFilePermissions(old.resolve("doses.db"), PosixFilePermissions.fromString("rw-r--r--"));
        JsonNode migrated = upgraded.json("db", "migrate");
        assertThat(migrated.path("from").asInt()).isEqualTo(12);
        assertThat(migrated.path("to").asInt()).isGreaterThanOrEqualTo(14);
        assertThat(Path.of(migrated.path("backup").asText())).exists();
        assertThat(FileModes.wrong(old)).isEmpty();
        assertThat(upgraded.json("exams", "list")).hasSize(3);
        assertThat(upgraded.json("db", "verify").path("status").asText()).isEqualTo("ok");
        Files.write(old.resolve("secret.key"), new byte[] {9});
        assertThat(upgraded.run("reprocess")).isEqualTo(4);
        assertThat(upgraded.err()).contains("secret.key is not the key of this store");
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream in = new GZIPInputStream(
                Objects.requireNonNull(DbCommandTest.class.getResourceAsStream("doses-of-schema-12.db.gz")))) {
            Files.copy(in, folder.resolve("doses.db"));
        }
    }

    @Test
    void readers_change_no_file() throws IOException {
        Map<String, String> before = files();
        for (String[] command : new String[][] {
            {"exams", "list"},
            {"alerts", "list"},
            {"stats"},
            {"devices", "list"},
            {"inbox", "list"},
            {"audit", "verify"},
            {"aggregate", "list"},
            {"db", "verify"},
            {"mapping", "coverage"},
            {"purge", "--dry-run"}
        }) {
            assertThat(agent.run(command))
                    .as(String.join(" ", command) + agent.err())
                    .isZero();
            assertThat(files()).as(String.join(" ", command)).isEqualTo(before);
        }
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.toList()) {
                files.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    @Test
    void doctor_names_a_file_that_others_can_read_and_the_next_writer_corrects_it() throws IOException {
        Files.setPosixFilePermissions(data.resolve("doses.db"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(agent.run("doctor", "--set", "dicom.port=0", "--set", "http.port=0"))
                .isEqualTo(1);
        assertThat(agent.out())
                .contains("bad   file-modes", data.resolve("doses.db").toString());
        assertThat(agent.run("reprocess")).isZero();
        assertThat(FileModes.wrong(data)).isEmpty();
    }

    @Test
    void purge_deletes_exams_of_the_class_that_is_due_and_leaves_no_byte_of_them_in_the_store() throws IOException {
        agent.setting("store.examRetention=400d");
        Path plain = ROOT.resolve("test-data/cases/philips-abdomen/01.dcm");
        String old20 =
                new String(Files.readAllBytes(plain), StandardCharsets.ISO_8859_1).replace("20261005", "20200105");
        Path file = Files.write(scratch.resolve("old.dcm"), old20.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(agent.run("import", file.toString())).as(agent.err()).isZero();
        JsonNode exams = agent.json("exams", "list");
        long old = Stream.iterate(0, i -> i < exams.size(), i -> i + 1)
                .filter(i -> exams.get(i).path("studyDateTime").asText().compareTo("2025-06") < 0)
                .count();
        assertThat(old).isPositive();
        JsonNode counted = agent.json("purge", "--dry-run");
        assertThat(counted.path("exams").asLong()).isEqualTo(old);
        assertThat(agent.json("exams", "list")).hasSize(exams.size());
        assertThat(agent.json("purge").path("exams").asLong()).isEqualTo(old);
        assertThat(agent.json("exams", "list")).hasSize((int) (exams.size() - old));
        for (JsonNode exam : exams) {
            if (exam.path("studyDateTime").asText().compareTo("2025-06") < 0) {
                List<Path> files =
                        StoreBytes.filesWith(data, exam.path("studyInstanceUid").asText());
                assertThat(files).allMatch(each -> each.toString().endsWith(".log")); // received just now
            }
        }
        assertThat(agent.run("audit", "list")).isZero();
        assertThat(agent.out()).contains("exams-purged");
    }
}
