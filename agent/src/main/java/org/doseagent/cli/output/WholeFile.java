package org.doseagent.cli.output;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears whole or not at all: written under another name, forced to the disk, renamed. */
public final class WholeFile implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream out;

    /**
     * Opens a file beside the one that is to appear.
     *
     * @throws NoSuchFileException if the folder of the file does not exist; it names the folder
     * @throws IllegalArgumentException if the file is a folder
     */
    public WholeFile(Path file) throws IOException {
        requirePlace(file);
        target = file.toAbsolutePath();
        unfinished = target.resolveSibling(target.getFileName() + ".part");
        channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Refuses a file that cannot be made.
     *
     * @throws NoSuchFileException if the folder of the file does not exist; it names the folder
     * @throws IllegalArgumentException if the file is a folder
     */
    public static void requirePlace(Path file) throws NoSuchFileException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        requireNoFolder(file);
    }

    /**
     * Refuses a folder where a file must be named.
     *
     * @throws IllegalArgumentException if it is one
     */
    public static void requireNoFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder; name a file");
        }
    }

    public OutputStream out() {
        return out;
    }

    /** Makes the file appear; without this, {@link #close} leaves what was there before. */
    public void commit() throws IOException {
        out.flush();
        channel.force(true);
        channel.close();
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
