package org.doseagent.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The typical values that the site has frozen: one file of levels for each version, in the folder {@code levels} of the data directory. */
public final class LocalLevelFiles {

    /** Maximum number of versions, one a year for a lifetime, and maximum size of one. */
    private static final int MAX_VERSIONS = 1000;

    private static final int MAX_BYTES = 4 << 20;
    private static final String PREFIX = "local-typical-";

    private final Path folder;

    public LocalLevelFiles(Path dataDirectory) {
        this.folder = dataDirectory.resolve("levels");
    }

    /** A version with the text of its file. */
    public record Version(int number, Path file, String text) {}

    /** Returns the versions, the oldest first. */
    public List<Version> all() {
        List<Version> versions = new ArrayList<>();
        try {
            for (int number = 1; number <= MAX_VERSIONS && Files.exists(file(number)); number++) {
                if (Files.size(file(number)) > MAX_BYTES) {
                    throw new IOException(file(number).getFileName() + " is larger than " + MAX_BYTES + " bytes");
                }
                versions.add(new Version(number, file(number), Files.readString(file(number))));
            }
        } catch (IOException e) {
            throw new StoreException("the typical values of the site cannot be read", e, true);
        }
        return versions;
    }

    /** Stores the next version, whole or not at all; a version is never replaced. */
    public Path add(int number, String text) {
        Path file = file(number);
        try {
            Files.createDirectories(folder);
            if (Files.exists(file) || number > MAX_VERSIONS) {
                throw new IOException(file.getFileName() + " exists, or there are " + MAX_VERSIONS + " versions");
            }
            Path unfinished = Files.createTempFile(folder, "levels", ".part");
            Files.write(unfinished, text.getBytes(StandardCharsets.UTF_8));
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new StoreException("the typical values of the site cannot be written", e, true);
        }
    }

    private Path file(int number) {
        return folder.resolve(PREFIX + number + ".yaml");
    }
}
