package org.doseagent.store;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.doseagent.dose.Diagnosis;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modes of the files of the agent: 0600 for a file and 0700 for a folder, whatever the umask and whatever was there before. On a file
 * system without POSIX modes nothing is checked or changed. Links are not followed.
 */
public final class FileModes {

    /** Mode of a file: its owner reads and writes. */
    public static final Set<PosixFilePermission> FILE = Set.copyOf(PosixFilePermissions.fromString("rw-------"));

    /** Mode of a folder: its owner alone. */
    public static final Set<PosixFilePermission> FOLDER = Set.copyOf(PosixFilePermissions.fromString("rwx------"));

    /** The data directory has three levels; a deeper tree is not ours. */
    private static final int MAX_DEPTH = 6;

    /** How many paths one message names. */
    private static final int MAX_NAMED = 5;

    private static final int STICKY = 01000;

    private static final Logger LOG = LoggerFactory.getLogger(FileModes.class);

    private FileModes() {}

    /**
     * Gives every file and folder its mode.
     *
     * @throws StoreException if a mode cannot be changed, because the file belongs to another user; names the file
     */
    public static void correct(Path folder) {
        for (Path path : wrong(folder)) {
            set(path, Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? FOLDER : FILE);
        }
    }

    /** Makes an empty file of mode 0600 unless the file exists. */
    public static void makeFile(Path file) {
        try {
            if (Files.exists(file)) {
                return;
            }
            if (isPosix(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
                set(file, FILE); // a umask takes away rights, of the owner too
                takeOwnerOfFolder(file);
            } else {
                Files.createFile(file);
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return; // another process was first
        } catch (IOException e) {
            throw new StoreException(
                    file.getFileName() + " cannot be made: " + e.getClass().getSimpleName(), e, true);
        }
    }

    /** Makes a folder of mode 0700, and the folders above it, unless it exists. */
    public static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (isPosix(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            set(folder, FOLDER);
            takeOwnerOfFolder(folder);
        } else {
            Files.createDirectories(folder);
        }
    }

    /**
     * Gives a new file to the owner of its folder: what root makes in the data directory of the service user must not lock the daemon out.
     * Others than root make files of their own, and nothing changes.
     */
    public static void takeOwnerOfFolder(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        try {
            if (folder != null && !Files.getOwner(folder).equals(Files.getOwner(path)) && isRoot(path)) {
                Files.setOwner(path, Files.getOwner(folder));
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("event=owner-not-changed file={} cause={}", path.getFileName(), e.toString());
        }
    }

    private static boolean isRoot(Path path) throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid"));
    }

    private static void set(Path path, Set<PosixFilePermission> mode) {
        try {
            if (isPosix(path)) {
                Files.setPosixFilePermissions(path, mode);
            }
        } catch (java.nio.file.NoSuchFileException e) {
            return; // a temporary file that is gone
        } catch (IOException e) {
            throw new StoreException(
                    path
                            + " can be read by others, and its mode cannot be changed: it belongs to another user. Give it to the user of"
                            + " the agent (chown), or move it away",
                    e,
                    false);
        }
    }

    /** Returns the files and folders that others may use, the folder itself among them. */
    public static List<Path> wrong(Path folder) {
        List<Path> wrong = new ArrayList<>();
        if (!isPosix(folder) || !Files.isDirectory(folder)) {
            return wrong;
        }
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new SimpleFileVisitor<>() {

                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    check(path, FOLDER);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        check(path, FILE);
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** A temporary file may be gone; a folder that we cannot read, such as lost+found, is not ours. */
                @Override
                public FileVisitResult visitFileFailed(Path path, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                private void check(Path path, Set<PosixFilePermission> mode) {
                    try {
                        if (!mode.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
                            wrong.add(path);
                        }
                    } catch (IOException e) {
                        return; // gone meanwhile
                    }
                }
            });
        } catch (IOException e) {
            throw new StoreException("the files of " + folder + " cannot be listed", e, true);
        }
        return wrong;
    }

    /**
     * Returns a folder and its files whose names begin so, if others may use them. Folders in which everybody may make files, such as {@code
     * /tmp}, are left out: they are not ours.
     */
    public static List<Path> wrong(Path folder, String prefix) {
        List<Path> wrong = new ArrayList<>();
        for (Path path : isPosix(folder) && Files.isDirectory(folder) ? wrong(folder) : List.<Path>of()) {
            boolean isOurs = path.equals(folder)
                    ? !isSticky(folder)
                    : folder.equals(path.getParent())
                            && path.getFileName().toString().startsWith(prefix);
            if (isOurs) {
                wrong.add(path);
            }
        }
        return wrong;
    }

    private static boolean isSticky(Path folder) {
        try {
            return ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Gives a file or folder its mode if it belongs to us; otherwise {@link #check} complains. */
    public static void correctIfOurs(Path path) {
        try {
            set(path, Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? FOLDER : FILE);
        } catch (StoreException e) {
            LOG.warn("event=mode-not-corrected file={} cause={}", path.getFileName(), e.toString());
        }
    }

    /** Reports the files that others may use. */
    public static Diagnosis check(String check, List<Path> wrong) {
        if (wrong.isEmpty()) {
            return Diagnosis.ok(check, "every file has mode 0600 and every folder 0700");
        }
        List<String> named = wrong.stream().limit(MAX_NAMED).map(Path::toString).toList();
        int more = wrong.size() - named.size();
        return Diagnosis.bad(
                check,
                "others may use " + String.join(", ", named) + (more > 0 ? " and " + more + " more" : ""),
                "restart the daemon, which corrects the modes of its own files; a file of another user needs chown first");
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
