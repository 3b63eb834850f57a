package org.doseagent.cli.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Searches the raw bytes of every file below a folder. */
final class StoreBytes {

    private StoreBytes() {}

    /** Returns the files that contain a text, in UTF-8. */
    static List<Path> filesWith(Path folder, String text) throws IOException {
        String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(wanted)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
