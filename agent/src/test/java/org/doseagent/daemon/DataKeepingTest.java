package org.doseagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.doseagent.config.ConfigLoader;
import org.doseagent.daemon.DataKeeping.BackupOrder;
import org.doseagent.daemon.DataKeeping.RestoreOrder;
import org.doseagent.dose.Diagnosis;
import org.doseagent.interop.Senders;
import org.doseagent.net.calling.Requestor;
import org.doseagent.store.FileModes;
import org.doseagent.store.backup.BackupFile;
import org.doseagent.store.backup.BackupFolder;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of the running daemon. */
final class DataKeepingTest {

    private static final Path SHIPPED = Path.of(System.getProperty("project.root", ".."), "config", "agent.yaml");

    @TempDir
    private Path folder;

    private Agent agent(String data, Map<String, String> more) throws Exception {
        Map<String, String> overrides = new HashMap<>(Map.of(
                "dataDir", folder.resolve(data).toString(),
                "forward.folder", folder.resolve("outbox").toString(),
                "store.minFreeDisk", "0B",
                "dicom.port", "0",
                "http.port", "0"));
        overrides.putAll(more);
        return Agent.open(ConfigLoader.load(SHIPPED, overrides, Map.of()));
    }

    @Test
    void the_scheduled_backup_is_made_once_and_the_newest_stay() throws Exception {
        Path backups = folder.resolve("backups");
        Map<String, String> plan = Map.of("store.backup.folder", backups.toString(), "store.backup.keep", "2");
        try (Agent agent = agent("data", plan)) {
            agent.prepareToWrite();
            assertThat(new BackupFolder(backups).check(agent.clock().instant()).status())
                    .isEqualTo(Diagnosis.Status.WARN);
            Path file = agent.keeping().backupIfDue().orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(FileModes.wrong(backups)).isEmpty();
            try (BackupFile backup = BackupFile.open(file)) {
                assertThat(backup.problems()).isEmpty();
                assertThat(backup.manifest().head().hasKeys()).isTrue();
            }
            assertThat(agent.keeping().backupIfDue()).isEmpty();
            assertThat(agent.keeping().checks())
                    .filteredOn(each -> each.check().equals("backup"))
                    .allMatch(each -> each.status() == Diagnosis.Status.OK);
            Files.delete(file);
            for (int day = 3; day <= 5; day++) {
                Files.createFile(
                        new BackupFolder(backups).fileOf(agent.clock().instant().minusSeconds(day * 86_400L)));
            }
            assertThat(agent.keeping().backupIfDue()).isPresent();
            assertThat(new BackupFolder(backups).backups()).hasSize(2);
        }
    }

    @Test
    void what_was_acknowledged_before_a_backup_is_in_it_while_the_daemon_runs() throws Exception {
        Path file = folder.resolve("backup.zip");
        try (Agent agent = agent("data", Map.of());
                AgentDaemon daemon = AgentDaemon.start(agent)) {
            try (Requestor requestor =
                    Senders.connect("127.0.0.1", daemon.dicomAddress().getPort(), "PACS1")) {
                for (int i = 0; i < 20; i++) {
                    assertThat(Senders.store(requestor, TestData.chestReport("report-" + i)))
                            .isZero();
                }
            }
            agent.keeping().backup(file, new BackupOrder("A", true));
        }
        try (Agent restored = agent("restored", Map.of())) {
            restored.keeping().restore(file, new RestoreOrder("A", Optional.empty()));
            while (restored.worker().processBatch() > 0) {
                assertThat(restored.inbox().damagedPlaces()).isZero();
            }
            assertThat(restored.doses().exams(ExamQuery.all())).hasSize(20);
        }
    }
}
