package org.doseagent.store.erasure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;

/**
 * What was erased, as keyed hashes, in a file of its own beside {@code doses.db}: a rebuilt {@code doses.db}, a second sending or an older
 * backup must not bring an erased exam back. One line for each hash; append-only, synced before anything is deleted. Several processes may
 * read and append. Thread-safe.
 */
public final class ErasureJournal {

    /** The name of the file, in the data directory and beside scheduled backups. */
    public static final String FILE = "erasures.journal";

    /** A line has up to 73 bytes; 500,000 studies. */
    private static final long MAX_BYTES = 36L << 20;

    private static final int HASH_LENGTH = 64;

    private final Path file;
    private Set<Mark> known = Set.of();
    private long knownSize = -1;

    /** What a hash stands for. */
    public enum Kind {
        /** A Study Instance UID: no object of this study is kept. */
        STUDY("study"),
        /** A SOP Instance UID: of an object that cannot be read, so that its study is not known when it is sent again. */
        OBJECT("object"),
        /** A patient who objected: no object of this patient is kept. */
        PATIENT("patient");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        private static Optional<Kind> of(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst();
        }
    }

    /**
     * One hash.
     *
     * @param hash 64 hexadecimal digits, made with the secret of the site
     */
    public record Mark(Kind kind, String hash) {

        public Mark {
            if (hash.length() != HASH_LENGTH || !hash.matches("[0-9a-f]+")) {
                throw new IllegalArgumentException("the hash of an erasure has 64 hexadecimal digits");
            }
        }

        private String line() {
            return kind.label + " " + hash + "\n";
        }
    }

    /** The journal in a folder. */
    public ErasureJournal(Path folder) {
        this.file = folder.resolve(FILE);
    }

    /** Returns all hashes; reads the file again when another process has appended. */
    public synchronized Set<Mark> marks() {
        try {
            long size = Files.size(file);
            if (size != knownSize) {
                known = read(size);
                knownSize = size;
            }
            return known;
        } catch (NoSuchFileException e) {
            known = Set.of();
            knownSize = -1;
            return known;
        } catch (IOException e) {
            throw new StoreException(FILE + " cannot be read", e, true);
        }
    }

    private Set<Mark> read(long size) throws IOException {
        if (size > MAX_BYTES) {
            throw new StoreException(
                    FILE + " is larger than " + MAX_BYTES + " bytes", new IllegalStateException("too long"), false);
        }
        Set<Mark> marks = new LinkedHashSet<>();
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        // What follows the last line feed was cut by a power failure, and what it stands for was not deleted.
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            if (!line.isEmpty()) {
                marks.add(parse(line));
            }
        }
        return marks;
    }

    private static Mark parse(String line) {
        String[] words = line.split(" ", -1);
        Optional<Kind> kind = Kind.of(words[0]);
        if (words.length != 2 || kind.isEmpty() || !words[1].matches("[0-9a-f]{" + HASH_LENGTH + "}")) {
            throw new StoreException(
                    FILE + " is damaged: put it back from a backup", new IllegalStateException("not a mark"), false);
        }
        return new Mark(kind.get(), words[1]);
    }

    /** Adds hashes and returns after they are synced; those that are there already are not written again. */
    public synchronized void add(Collection<Mark> marks) {
        Set<Mark> added = new LinkedHashSet<>(marks);
        added.removeAll(marks());
        if (added.isEmpty()) {
            return;
        }
        FileModes.makeFile(file);
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
            channel.lock(); // until the channel is closed
            StringBuilder text = new StringBuilder();
            added.forEach(mark -> text.append(mark.line()));
            long end = endOfLines(channel);
            channel.truncate(end);
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new StoreException(FILE + " cannot be written", e, true);
        }
        syncFolder();
    }

    /** A line that a power failure cut is overwritten. */
    private static long endOfLines(FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            if (channel.read(one, end - 1) == 1 && one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    private void syncFolder() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            new org.doseagent.store.DataDirectory(folder).sync();
        }
    }
}
