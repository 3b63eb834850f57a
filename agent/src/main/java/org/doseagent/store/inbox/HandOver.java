package org.doseagent.store.inbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Stream;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.log.InboxLog;
import org.doseagent.store.inbox.log.LogPage;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.PutOutcome.Stored;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.StoredObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that one process hands to the process that writes the inbox, in portions: a portion is a small log in a folder of its own, which
 * is renamed once it is on disk. The writer puts its objects into the inbox and deletes it. Confined to one thread.
 */
public final class HandOver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private static final String FOLDER = "handed-over";
    private static final String READY = ".ready";
    private static final String PART = ".part";

    private static final int MAX_OBJECTS = 5_000;
    private static final long MAX_BYTES = 64L << 20;

    private final Path dataDirectory;
    private final LogLimits limits;
    private final ThreadFactory threads;
    private @Nullable InboxLog portion;
    private @Nullable Path folder;
    private int objects;
    private long bytes;

    HandOver(Path dataDirectory, LogLimits limits, ThreadFactory threads) {
        this.dataDirectory = dataDirectory;
        this.limits = limits;
        this.threads = threads;
    }

    /**
     * Adds an object. It is handed over when its portion is full, or at {@link #close}. Returns whether a portion was handed over.
     *
     * @throws StoreException if the disk fails or is below its floor
     */
    public boolean put(InboxObject object) {
        if (portion == null) {
            begin();
        }
        PutOutcome outcome = Objects.requireNonNull(portion).put(object);
        if (outcome instanceof Refused refused) {
            throw new StoreException(
                    "an object cannot be handed to the daemon: " + refused.reason(),
                    new IllegalStateException("refused"),
                    true);
        }
        objects++;
        bytes += object.dataSet().length;
        boolean isFull = objects >= MAX_OBJECTS || bytes >= MAX_BYTES;
        if (isFull) {
            endPortion();
        }
        return isFull;
    }

    private void begin() {
        Path next = root(dataDirectory).resolve(UUID.randomUUID() + PART);
        folder = next;
        portion = InboxLog.open(next, limits, threads, damage -> {});
        objects = 0;
        bytes = 0;
    }

    private static Path root(Path dataDirectory) {
        return dataDirectory.resolve(Inbox.FOLDER).resolve(FOLDER);
    }

    private void endPortion() {
        InboxLog ended = portion;
        Path part = folder;
        if (ended == null || part == null) {
            return;
        }
        portion = null;
        ended.close();
        try {
            rename(part, READY);
        } catch (IOException e) {
            throw new StoreException("objects cannot be handed to the daemon", e, true);
        }
    }

    private static void rename(Path folder, String suffix) throws IOException {
        String name = folder.getFileName().toString();
        Files.move(
                folder,
                folder.resolveSibling(name.substring(0, name.lastIndexOf('.')) + suffix),
                StandardCopyOption.ATOMIC_MOVE);
        syncParent(folder);
    }

    private static void syncParent(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Hands over what is left. */
    @Override
    public void close() {
        endPortion();
    }

    /** Returns the portions that wait for the process that writes. */
    static List<Path> portions(Path dataDirectory) {
        return folders(dataDirectory, READY);
    }

    private static List<Path> folders(Path dataDirectory, String suffix) {
        Path root = root(dataDirectory);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> folder.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StoreException("the folder of handed-over objects cannot be read", e, true);
        }
    }

    /** Takes all portions as long as the inbox keeps their objects. Returns how many objects. */
    static int takeAll(Path dataDirectory, LogLimits limits, Function<InboxObject, PutOutcome> inbox) {
        int taken = 0;
        for (Path folder : portions(dataDirectory)) {
            int before = taken;
            try (InboxLog portion = InboxLog.openReadOnly(folder, limits, damage -> {})) {
                LogPage page = portion.after(0, MAX_OBJECTS, MAX_BYTES);
                for (long reached = 0;
                        page.position() > reached;
                        page = portion.after(reached, MAX_OBJECTS, MAX_BYTES)) {
                    reached = page.position();
                    for (StoredObject stored : page.objects()) {
                        if (!(inbox.apply(stored.object()) instanceof Stored)) {
                            return taken; // repeated later; what was kept already is then a duplicate
                        }
                        taken++;
                    }
                }
            }
            delete(folder);
            LOG.info("event=handed-over-taken objects={}", taken - before);
        }
        return taken;
    }

    private static void delete(Path folder) {
        try {
            // Once it is renamed, a death in between leaves nothing that would be taken a second time.
            Path gone = folder.resolveSibling(folder.getFileName() + PART);
            Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
            syncParent(folder);
            deleteFiles(gone);
        } catch (IOException e) {
            throw new StoreException("handed-over objects that were taken cannot be deleted", e, true);
        }
    }

    private static void deleteFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Deletes what a process that has ended did not finish handing over. */
    static void deleteAbandoned(Path dataDirectory) {
        for (Path folder : folders(dataDirectory, PART)) {
            try {
                if (!isBeingWritten(folder)) {
                    deleteFiles(folder);
                    LOG.warn("event=hand-over-abandoned: its process ended; import the files again");
                }
            } catch (IOException e) {
                throw new StoreException("an abandoned hand-over cannot be deleted", e, true);
            }
        }
    }

    private static boolean isBeingWritten(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }
}
