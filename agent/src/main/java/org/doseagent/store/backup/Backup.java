package org.doseagent.store.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;
import org.doseagent.store.erasure.ErasureJournal;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.ledger.ReleaseJournal;
import org.doseagent.store.sql.Database;

/**
 * Writes a data directory into one file (ZIP), also while the daemon runs. {@code doses.db} is copied first, as it is committed at one
 * moment; then the log of received objects, which has everything that this {@code doses.db} knows and perhaps more, which is processed
 * after a restore; then the journals, which must not know less than the store. The file appears whole, with mode 0600.
 */
public final class Backup {

    static final String STORE = "doses.db";
    static final String INBOX = "inbox/";
    static final String BENCHMARKS = "benchmarks/";
    private static final String LEVELS = "levels/";

    /** The tables that the manifest counts. */
    static final List<String> COUNTED = List.of("exam", "report", "event", "alert", "audit", "release", "received");

    private static final int BUFFER = 1 << 16;
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;
    private final Inbox inbox;
    private final List<Manifest.Entry> entries = new ArrayList<>();

    private Backup(Path folder, Inbox inbox) {
        this.folder = folder;
        this.inbox = inbox;
    }

    /** What is backed up. */
    public record Source(Path folder, Inbox inbox) {}

    /**
     * Writes a backup. It contains the bytes of received objects, patient names among them, and {@code head.hasKeys} the keys of the site.
     *
     * @throws StoreException if the file exists, or a file of the data directory cannot be read
     */
    public static Manifest write(Source source, Path target, Manifest.Head head) throws IOException {
        if (Files.exists(target)) {
            throw new IllegalArgumentException(target + " exists; a backup overwrites no file");
        }
        Path at = target.toAbsolutePath();
        Path unfinished = at.resolveSibling(at.getFileName() + UNFINISHED);
        Path store = at.resolveSibling(at.getFileName() + ".doses" + UNFINISHED);
        try {
            FileModes.makeFile(unfinished);
            Database.copy(source.folder().resolve(STORE), store);
            Manifest manifest = new Backup(source.folder(), source.inbox()).write(unfinished, store, head);
            Files.move(unfinished, at, StandardCopyOption.ATOMIC_MOVE);
            new DataDirectory(Objects.requireNonNull(at.getParent())).sync();
            return manifest;
        } finally {
            Files.deleteIfExists(unfinished);
            Files.deleteIfExists(store);
        }
    }

    private Manifest write(Path target, Path store, Manifest.Head head) throws IOException {
        Manifest manifest;
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE);
                OutputStream out =
                        new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel), BUFFER);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            add(zip, STORE, store, Long.MAX_VALUE);
            addInbox(zip);
            addFolder(zip, BENCHMARKS, ".json");
            addFolder(zip, LEVELS, ".yaml");
            if (head.hasKeys()) {
                addIfAny(zip, DataDirectory.SECRET_KEY);
                addIfAny(zip, DataDirectory.SIGNING_KEY);
            }
            addIfAny(zip, ReleaseJournal.FILE);
            addIfAny(zip, ErasureJournal.FILE);
            manifest = new Manifest(
                    new Manifest.Head(head.createdAt(), head.source(), Database.schemaOf(store), head.hasKeys()),
                    entries,
                    Database.count(store, COUNTED));
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(manifest.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.closeEntry();
            zip.finish();
            out.flush();
            channel.force(true);
        }
        return manifest;
    }

    /** A segment that grows is copied up to its last synced record. */
    private void addInbox(ZipOutputStream zip) throws IOException {
        for (Inbox.SegmentFile segment : inbox.segmentFiles()) {
            addIfThere(zip, INBOX + segment.name(), segment.bytes());
        }
    }

    private void addFolder(ZipOutputStream zip, String name, String ending) throws IOException {
        Path from = folder.resolve(name);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(each -> each.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                addIfThere(zip, name + file.getFileName(), Long.MAX_VALUE);
            }
        }
    }

    private void addIfAny(ZipOutputStream zip, String name) throws IOException {
        if (Files.exists(folder.resolve(name))) {
            add(zip, name, folder.resolve(name), Long.MAX_VALUE);
        }
    }

    /** Retention may delete a segment meanwhile: its objects were done. */
    private void addIfThere(ZipOutputStream zip, String name, long bytes) throws IOException {
        try {
            add(zip, name, folder.resolve(name), bytes);
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private void add(ZipOutputStream zip, String name, Path file, long most) throws IOException {
        Sha256.Running hash = new Sha256.Running();
        try (InputStream in = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            long left = most;
            long copied = 0;
            byte[] buffer = new byte[BUFFER];
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            while (read > 0) {
                zip.write(buffer, 0, read);
                hash.add(buffer, read);
                copied += read;
                left -= read;
                read = left == 0 ? -1 : in.read(buffer, 0, (int) Math.min(buffer.length, left));
            }
            zip.closeEntry();
            entries.add(new Manifest.Entry(name, copied, hash.hex()));
        }
    }
}
