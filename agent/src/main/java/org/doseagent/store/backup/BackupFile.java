package org.doseagent.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;

/** A backup that is read: its manifest, its hashes, its files. It may come from anywhere, so names and lengths are checked. Close it. */
public final class BackupFile implements AutoCloseable {

    /** What may be in a backup; nothing else is ever written into a data directory. */
    private static final Pattern NAME = Pattern.compile(
            "doses\\.db|secret\\.key|signing\\.key|releases\\.journal|erasures\\.journal"
                    + "|inbox/\\d{19}-[0-9a-fA-F]{16}\\.log|benchmarks/[0-9a-f]{64}\\.json|levels/local-typical-\\d{1,4}\\.yaml");

    private static final int MAX_MANIFEST_BYTES = 64 << 20;
    private static final int BUFFER = 1 << 16;

    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(ZipFile zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens a backup and reads its manifest.
     *
     * @throws StoreException if it is no backup, or its manifest and its content disagree
     * @throws NoSuchFileException if there is no such file
     */
    public static BackupFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw damaged(file + " is no backup of the agent, or was cut off", e);
        }
        try {
            return new BackupFile(zip, manifestOf(zip));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static Manifest manifestOf(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null) {
            throw damaged("the file has no " + Manifest.NAME + ", so it is no backup of this program", null);
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_MANIFEST_BYTES);
        }
        Manifest manifest = Manifest.parse(new String(bytes, StandardCharsets.UTF_8));
        Set<String> names = new HashSet<>();
        for (Manifest.Entry file : manifest.files()) {
            if (!NAME.matcher(file.name()).matches() || !names.add(file.name())) {
                throw damaged("the manifest names a file that no backup has, or names it twice", null);
            }
        }
        if (!names.contains(Backup.STORE)) {
            throw damaged("the backup has no " + Backup.STORE, null);
        }
        return manifest;
    }

    private static StoreException damaged(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return new StoreException(message, cause == null ? new IllegalStateException("backup") : cause, false);
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Compares every file with its length and hash in the manifest. Returns what differs; empty if nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Manifest.Entry file : manifest.files()) {
            try {
                copy(file, OutputStream.nullOutputStream());
            } catch (IOException | StoreException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    /**
     * Writes all files into a folder, each with mode 0600 and synced.
     *
     * @throws StoreException if a file differs from the manifest
     */
    public void extract(Path folder) throws IOException {
        FileModes.makeFolder(folder);
        for (Manifest.Entry file : manifest.files()) {
            Path target = folder.resolve(file.name());
            FileModes.makeFolder(Objects.requireNonNull(target.getParent()));
            FileModes.makeFile(target);
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                copy(file, out);
                channel.force(true);
            }
        }
    }

    private void copy(Manifest.Entry file, OutputStream out) throws IOException {
        ZipEntry entry = zip.getEntry(file.name());
        if (entry == null) {
            throw damaged(file.name() + " is missing in the backup", null);
        }
        Sha256.Running hash = new Sha256.Running();
        long copied = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read > 0 && copied <= file.bytes(); read = in.read(buffer)) {
                out.write(buffer, 0, read);
                hash.add(buffer, read);
                copied += read;
            }
        } catch (ZipException e) {
            throw damaged(file.name() + " is damaged in the backup: " + e.getMessage(), e);
        }
        if (copied != file.bytes()) {
            throw damaged(file.name() + " does not have the " + file.bytes() + " bytes of the manifest", null);
        }
        if (!hash.hex().equals(file.sha256())) {
            throw damaged(file.name() + " is not the file of the manifest: its hash differs", null);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
