package org.doseagent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import org.doseagent.dose.Diagnosis;
import org.doseagent.store.exams.DoseStore;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileModesTest {

    @TempDir
    private Path folder;

    @Test
    void what_was_there_before_is_found_named_and_corrected() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path file =
                Files.writeString(Files.createDirectories(data.resolve("inbox")).resolve("a.log"), "x");
        Path outside = Files.writeString(folder.resolve("outside"), "x");
        mode(outside, "rw-r--r--");
        Files.createSymbolicLink(data.resolve("link"), outside);
        mode(data, "rwxr-xr-x");
        mode(data.resolve("inbox"), "rwx--x---");
        mode(file, "rw-r-----");
        assertThat(FileModes.wrong(data)).containsExactlyInAnyOrder(data, data.resolve("inbox"), file);
        Diagnosis bad = FileModes.check("file-modes", FileModes.wrong(data));
        assertThat(bad.status()).isEqualTo(Diagnosis.Status.BAD);
        assertThat(bad.text()).contains(file.toString());
        FileModes.correct(data);
        assertThat(FileModes.wrong(data)).isEmpty();
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(mode(outside)).as("a link is not followed").isEqualTo("rw-r--r--");
    }

    @Test
    void sqlite_gives_its_files_the_mode_of_the_store() throws IOException {
        try (DoseStore store = new DoseStore(folder, "site-1", Clock.systemUTC())) {
            store.prepareToWrite();
            for (String name : new String[] {"doses.db", "doses.db-wal", "doses.db-shm"}) {
                assertThat(mode(folder.resolve(name))).as(name).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void of_an_outbox_only_the_folder_and_our_files_count() throws IOException {
        Path ours = Files.writeString(folder.resolve("dose-aggregate-2026-10.json"), "x");
        Path foreign = Files.writeString(folder.resolve("foreign"), "x");
        mode(ours, "rw-r--r--");
        mode(foreign, "rw-r--r--");
        mode(folder, "rwxr-xr-x");
        assertThat(FileModes.wrong(folder, "dose-aggregate-")).containsExactlyInAnyOrder(folder, ours);
    }

    @Test
    void what_root_makes_belongs_to_the_owner_of_the_folder() throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        UserPrincipal service =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(folder, service);
        FileModes.makeFile(folder.resolve("file"));
        FileModes.makeFolder(folder.resolve("inbox"));
        assertThat(Files.getOwner(folder.resolve("file"))).isEqualTo(service);
        assertThat(Files.getOwner(folder.resolve("inbox"))).isEqualTo(service);
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
