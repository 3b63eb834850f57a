package org.doseagent.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.store.LocalLevelFiles;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup contains the typical values of the site. */
final class BackupOfLevelsTest {

    @TempDir
    private Path folder;

    @Test
    void typical_values_are_restored() throws Exception {
        Path data = folder.resolve("data");
        CommandLineRun agent = new CommandLineRun(data);
        Path report = Files.write(folder.resolve("report.dcm"), TestData.chestReport("levels"));
        assertThat(agent.run("import", report.toString())).isZero();
        new LocalLevelFiles(data).add(1, "id: local-typical-1\n");
        Path backup = folder.resolve("backup.zip");
        assertThat(agent.run("db", "backup", backup.toString())).as(agent.err()).isZero();
        Path other = folder.resolve("other");
        assertThat(new CommandLineRun(other).run("db", "restore", backup.toString()))
                .isZero();
        assertThat(new LocalLevelFiles(other).all())
                .singleElement()
                .satisfies(version -> assertThat(version.text()).isEqualTo("id: local-typical-1\n"));
    }
}
