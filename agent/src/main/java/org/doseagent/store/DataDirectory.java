package org.doseagent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/** The folder that holds both stores, the secret of the pseudonyms, and the lock of the daemon; readable by its owner alone. */
public final class DataDirectory {

    private static final int SECRET_BYTES = 32;

    /** Where sqlite-jdbc unpacks its native library. */
    private static final String NATIVE_FOLDER = "org.sqlite.tmpdir";

    private final Path folder;

    /** Makes the folder where it is missing. */
    public DataDirectory(Path folder) {
        this.folder = folder;
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new StoreException("data directory cannot be made", e, false);
        }
    }

    public Path folder() {
        return folder;
    }

    /**
     * Lets SQLite's native library be unpacked here: no other user can reach it, and a temporary folder that forbids programs, or that
     * somebody cleans, does not matter. A setting of the user's own goes before.
     */
    public void holdNativeLibrary() {
        if (System.getProperty(NATIVE_FOLDER) == null) {
            Path library = folder.resolve("lib");
            try {
                Files.createDirectories(library);
            } catch (IOException e) {
                throw new StoreException("folder of the native library cannot be made", e, false);
            }
            System.setProperty(NATIVE_FOLDER, library.toAbsolutePath().toString());
        }
    }

    /** Takes the lock that one process at a time may hold; empty when another one has it. Released when closed or when the process ends. */
    public Optional<FileLock> lock() {
        try {
            FileChannel channel = FileChannel.open(
                    folder.resolve("daemon.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return Optional.ofNullable(lock);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("lock file cannot be opened", e, true);
        }
    }

    /** Returns the secret of the keyed pseudonyms, made at first use with mode 0600. */
    public byte[] secret(SecureRandom random) {
        Path file = folder.resolve("secret.key");
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[SECRET_BYTES];
                random.nextBytes(secret);
                Path temporary = Files.createTempFile(
                        folder,
                        "secret",
                        ".part",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(temporary, secret);
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.createLink(file, temporary);
                Files.delete(temporary);
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(file);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StoreException("secret.key cannot be read", e, false);
        }
    }
}
