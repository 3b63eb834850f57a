package org.doseagent.store.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;
import org.doseagent.store.erasure.ErasureJournal;
import org.doseagent.store.sql.Database;
import org.doseagent.store.sql.Session;

/**
 * Brings a backup into an empty data directory. Everything is extracted beside, checked, and only then moved to its place, {@code doses.db}
 * last: a restore that was cut short leaves no store.
 */
public final class Restore {

    private static final String PART = "restoring";

    /** What an empty data directory may have: the folder of a mounted disk, the lock of a stopped daemon. */
    private static final Set<String> IGNORED = Set.of("lost+found", "daemon.lock", "lib");

    private final BackupFile backup;
    private final Places places;
    private final Path folder;

    /**
     * Where things are.
     *
     * @param folder the data directory
     * @param backups the folder of the backup, in which there may be an {@code erasures.journal}
     * @param keys the folder with {@code secret.key} and {@code signing.key}, for a backup without them
     */
    public record Places(Path folder, Path backups, Optional<Path> keys) {}

    public Restore(BackupFile backup, Places places) {
        this.backup = backup;
        this.places = places;
        this.folder = places.folder();
    }

    /**
     * Restores.
     *
     * @throws StoreException if the data directory is not empty, the backup is damaged, or keys are missing
     */
    public void run() throws IOException {
        requireEmpty();
        requireKeys();
        if (backup.manifest().head().schema() > Session.schema()) {
            throw refused("the backup has schema " + backup.manifest().head().schema() + ", this program knows "
                    + Session.schema() + "; use the newer program");
        }
        Path part = folder.resolve(PART);
        FileModes.makeFolder(folder);
        try {
            backup.extract(part);
            if (places.keys().isPresent()) {
                for (String name : List.of(DataDirectory.SECRET_KEY, DataDirectory.SIGNING_KEY)) {
                    copyKey(places.keys().get().resolve(name), part.resolve(name));
                }
            }
            check(part.resolve(Backup.STORE));
            ErasureJournal erased = new ErasureJournal(part);
            erased.add(new ErasureJournal(places.backups()).marks());
            moveAll(part);
        } finally {
            deleteTree(part);
        }
        FileModes.correct(folder);
        new DataDirectory(folder).sync();
    }

    private void requireEmpty() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            Optional<String> first = files.map(file -> file.getFileName().toString())
                    .filter(name -> !IGNORED.contains(name))
                    .findFirst();
            if (first.isPresent()) {
                throw refused(folder + " is not empty (" + first.get()
                        + "); a backup is restored into an empty data directory only. Stop the daemon, move the old directory away, and"
                        + " repeat");
            }
        }
    }

    private void requireKeys() {
        Optional<Path> keys = places.keys();
        if (keys.isEmpty() && !backup.manifest().head().hasKeys()) {
            throw refused("the backup was made with --without-keys; name the folder that has "
                    + DataDirectory.SECRET_KEY + " and " + DataDirectory.SIGNING_KEY + " with --keys");
        }
        if (keys.isPresent() && !Files.isRegularFile(keys.get().resolve(DataDirectory.SECRET_KEY))) {
            throw refused(keys.get() + " has no " + DataDirectory.SECRET_KEY);
        }
    }

    private static void copyKey(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            FileModes.makeFile(to);
            Files.write(to, Files.readAllBytes(from));
        }
    }

    private void check(Path store) {
        List<String> problems = Database.problems(store);
        if (!problems.isEmpty()) {
            throw refused("doses.db of the backup is damaged: " + problems.get(0));
        }
        Map<String, Long> counts = Database.count(store, Backup.COUNTED);
        if (!counts.equals(backup.manifest().counts())) {
            throw refused("doses.db of the backup does not have the rows that the manifest counts");
        }
    }

    private void moveAll(Path part) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(part)) {
            files = all.sorted((one, other) -> Boolean.compare(isStore(one), isStore(other)))
                    .toList();
        }
        for (Path file : files) {
            Files.move(file, folder.resolve(file.getFileName().toString()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean isStore(Path file) {
        return file.getFileName().toString().equals(Backup.STORE);
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @org.jspecify.annotations.Nullable IOException e)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static StoreException refused(String why) {
        return new StoreException(why, new IllegalStateException("restore refused"), false);
    }
}
