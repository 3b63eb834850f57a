package org.doseagent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.Diagnosis;
import org.doseagent.store.sql.Database;

/** What {@code doctor} checks of the data directory. */
public final class StoreChecks {

    private StoreChecks() {}

    /** Checks that files can be made in the folder, or, before the first start, in the nearest folder above it. */
    public static Diagnosis directory(Path folder) {
        if (!Files.exists(folder)) {
            Path above = nearest(folder);
            return Files.isWritable(above)
                    ? Diagnosis.warn(
                            "data-directory",
                            folder + " does not exist yet; nothing was received",
                            "start the daemon (dose-agent run) or import reports: both make the directory")
                    : Diagnosis.bad(
                            "data-directory",
                            folder + " does not exist and " + above + " cannot be written",
                            "give the user of the agent the right to write there");
        }
        try {
            Files.delete(Files.createTempFile(folder, "doctor", ".part"));
            return Diagnosis.ok("data-directory", folder + " can be written");
        } catch (IOException e) {
            return Diagnosis.bad(
                    "data-directory",
                    folder + " cannot be written: " + e.getClass().getSimpleName(),
                    "give the user of the agent the right to write there");
        }
    }

    /** Checks the free space against the floor below which senders get status A700H; warns below twice the floor. */
    public static Diagnosis disk(Path folder, long floor) {
        try {
            long free = Files.getFileStore(nearest(folder)).getUsableSpace();
            String text = mebibytes(free) + " free, floor " + mebibytes(floor);
            if (free < floor) {
                return Diagnosis.bad("disk", text, "free disk space: senders get status A700H and try again later");
            }
            return free / 2 < floor
                    ? Diagnosis.warn(
                            "disk",
                            text,
                            "free disk space: below the floor, senders get status A700H and try again later")
                    : Diagnosis.ok("disk", text);
        } catch (IOException e) {
            return Diagnosis.bad(
                    "disk", "the free space cannot be read: " + e.getClass().getSimpleName(), "look at the disk");
        }
    }

    /**
     * Renames {@code doses.db} if SQLite reports that it is damaged or no database. Call it while no process has it open.
     *
     * @return the new name; empty where the store is intact or does not exist
     */
    public static Optional<Path> setAsideIfDamaged(Path folder) {
        Path file = folder.resolve("doses.db");
        if (!Files.exists(file) || !Database.isDamaged(file)) {
            return Optional.empty();
        }
        try {
            int number = 1;
            while (Files.exists(folder.resolve("doses.db.damaged-" + number))) {
                number++;
            }
            Path aside = folder.resolve("doses.db.damaged-" + number);
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            for (String suffix : List.of("-wal", "-shm")) {
                if (Files.exists(folder.resolve("doses.db" + suffix))) {
                    Files.move(folder.resolve("doses.db" + suffix), folder.resolve(aside.getFileName() + suffix));
                }
            }
            return Optional.of(aside);
        } catch (IOException e) {
            throw new StoreException("the damaged doses.db cannot be renamed", e, false);
        }
    }

    private static Path nearest(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
