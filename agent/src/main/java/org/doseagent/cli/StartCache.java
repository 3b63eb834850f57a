package org.doseagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.store.NativeLibrary;

/**
 * Prepares fast starts, for {@code scripts/dose-agent}: unpacks SQLite's native library into a folder, and runs the usual commands on a
 * store of one made-up report, so that the virtual machine records which classes they need. It changes no other file.
 */
final class StartCache {

    private static final String SAMPLE = "start-sample.dcm";

    /** The interactive commands. The first one fills the store that the others read. */
    private static final List<String> USUAL = List.of(
            "import " + SAMPLE,
            "--help",
            "exams list --limit 20",
            "exams list --json",
            "exams list --csv",
            "alerts list",
            "devices list",
            "drl list",
            "drl compare",
            "mapping coverage",
            "stats",
            "inbox list",
            "audit list",
            "outbox list",
            "notifications list",
            "config show");

    private StartCache() {}

    /** Arguments: the folder of the library; a path for the data directory of the sample. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path data = Files.createDirectories(Path.of(args[1]));
        NativeLibrary.unpack(folder);
        try (InputStream sample = StartCache.class.getResourceAsStream(SAMPLE)) {
            if (sample != null) {
                Files.copy(sample, data.resolve(SAMPLE));
            }
        }
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (String command : USUAL) {
            List<String> line = new ArrayList<>(List.of(command.split(" ")));
            line.replaceAll(word -> word.equals(SAMPLE) ? data.resolve(SAMPLE).toString() : word);
            if (!command.startsWith("-")) {
                line.addAll(List.of("--set", "store.minFreeDisk=0B", "--data-dir", data.toString()));
            }
            Main.execute(line.toArray(String[]::new), nowhere, nowhere);
        }
    }
}
