package org.doseagent.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A SQLite file that no process writes: it has no log. It can be read without a lock, so that a reader makes no file beside
 * it; whoever reads it so must ask afterwards whether it is unchanged.
 */
final class RestingFile {

    private final Path file;
    private final State state;

    private record State(long size, FileTime modified) {}

    private RestingFile(Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /** Returns the file as it is now; empty if it is being written, or is not there. */
    static Optional<RestingFile> of(Path file) {
        return stateOf(file).map(state -> new RestingFile(file, state));
    }

    private static Optional<State> stateOf(Path file) {
        try {
            if (Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
                return Optional.empty();
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new State(attributes.size(), attributes.lastModifiedTime()));
        } catch (IOException e) {
            return Optional.empty(); // the file is gone
        }
    }

    /** Tells whether what was read until now was read from a file that nobody wrote. */
    boolean isUnchanged() {
        return stateOf(file).filter(state::equals).isPresent();
    }
}
