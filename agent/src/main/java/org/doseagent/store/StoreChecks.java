package org.doseagent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.doseagent.dose.Diagnosis;

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

    /** Checks the free space against the floor below which senders are told to wait; warns below twice the floor. */
    public static Diagnosis disk(Path folder, long floor) {
        try {
            long free = Files.getFileStore(nearest(folder)).getUsableSpace();
            String text = mebibytes(free) + " free, floor " + mebibytes(floor);
            if (free < floor) {
                return Diagnosis.bad("disk", text, "make room: senders are told to wait");
            }
            return free / 2 < floor
                    ? Diagnosis.warn("disk", text, "make room before senders are told to wait")
                    : Diagnosis.ok("disk", text);
        } catch (IOException e) {
            return Diagnosis.bad(
                    "disk", "the free space cannot be read: " + e.getClass().getSimpleName(), "look at the disk");
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
