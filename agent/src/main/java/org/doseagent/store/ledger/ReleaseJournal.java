package org.doseagent.store.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.FileModes;
import org.doseagent.store.HashChain;
import org.doseagent.store.StoreException;

/**
 * The releases that may have left, in a file of its own beside {@code doses.db}: a lost or restored {@code doses.db}, or another {@code
 * site.id}, must not make a month leave a second time with other numbers. One line of JSON for each release; append-only, hash-chained,
 * synced before a release is given to a transport. Several processes may append.
 */
public final class ReleaseJournal {

    public static final String FILE = "releases.journal";

    /** A release has about 500 bytes; a site makes a few dozen in a year. */
    private static final int MAX_BYTES = 16 << 20;

    /**
     * A release that may have left.
     *
     * @param sha256 of its bytes
     * @param site the {@code site.id} that released it
     * @param publicKey the key that signed it; empty if the document names none
     */
    public record Entry(
            Instant at,
            CalendarPeriod period,
            int sequence,
            String submissionId,
            String sha256,
            String site,
            String publicKey) {

        static Entry of(String site, StoredRelease release) {
            return new Entry(
                    release.closedAt(),
                    release.period(),
                    release.sequence(),
                    release.submissionId(),
                    Sha256.hex(release.json()),
                    site,
                    Signer.keyOf(release.json()));
        }

        List<String> fields() {
            return List.of(
                    at.toString(),
                    period.toString(),
                    Integer.toString(sequence),
                    submissionId,
                    sha256,
                    site,
                    publicKey);
        }

        /** Returns whether both are about the same bytes of the same site. */
        boolean isSame(Entry other) {
            return period.equals(other.period)
                    && sequence == other.sequence
                    && sha256.equals(other.sha256)
                    && site.equals(other.site);
        }
    }

    /** A line of the file. */
    private record Line(Entry entry, String previousHash, String hash) implements HashChain.Link {

        @Override
        public List<String> hashedFields() {
            return entry.fields();
        }

        static Line after(String previousHash, Entry entry) {
            return new Line(entry, previousHash, HashChain.hashOf(previousHash, entry.fields()));
        }

        static Line parse(String text) {
            ObjectNode json = Canonical.parse(text);
            return new Line(
                    new Entry(
                            Instant.parse(json.path("at").asText()),
                            CalendarPeriod.parse(json.path("period").asText()),
                            json.path("sequence").asInt(),
                            json.path("submissionId").asText(),
                            json.path("sha256").asText(),
                            json.path("site").asText(),
                            json.path("publicKey").asText()),
                    json.path("previousHash").asText(),
                    json.path("hash").asText());
        }

        String text() {
            return Canonical.text(Canonical.object()
                            .put("at", entry.at().toString())
                            .put("period", entry.period().toString())
                            .put("sequence", entry.sequence())
                            .put("submissionId", entry.submissionId())
                            .put("sha256", entry.sha256())
                            .put("site", entry.site())
                            .put("publicKey", entry.publicKey())
                            .put("previousHash", previousHash)
                            .put("hash", hash))
                    + "\n";
        }
    }

    /** What the file has: its lines, and what is wrong with it. The last line may be cut short by a crash; its release has not left. */
    private record Content(List<Line> lines, int wholeBytes, Optional<String> problem) {}

    private final DataDirectory directory;
    private final Path file;

    public ReleaseJournal(Path dataDirectory) {
        this.directory = new DataDirectory(dataDirectory);
        this.file = dataDirectory.resolve(FILE);
    }

    /** Returns what was released, oldest first; of a damaged journal the entries before the damage. */
    public List<Entry> entries() {
        return read().lines().stream().map(Line::entry).toList();
    }

    /** Returns why the journal cannot be trusted; empty when it is whole or does not exist. */
    public Optional<String> problem() {
        return read().problem();
    }

    /**
     * Adds the entries that the journal does not have, and returns after they are synced.
     *
     * @throws StoreException if the journal is damaged or cannot be written
     */
    void append(List<Entry> entries) {
        if (new HashSet<>(entries()).containsAll(entries)) {
            return;
        }
        directory.make();
        boolean isNew = !Files.exists(file);
        FileModes.makeFile(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            append(channel, entries);
        } catch (IOException e) {
            throw new StoreException(FILE + " cannot be written", e, true);
        }
        if (isNew) {
            directory.sync();
        }
    }

    private void append(FileChannel channel, List<Entry> entries) throws IOException {
        Content content = read();
        if (content.problem().isPresent()) {
            throw new StoreException(
                    content.problem().get(), new IllegalStateException("the release journal is damaged"), false);
        }
        List<Line> lines = new ArrayList<>(content.lines());
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            if (lines.stream().noneMatch(line -> line.entry().isSame(entry))) {
                Line line = Line.after(
                        lines.isEmpty()
                                ? HashChain.FIRST
                                : lines.get(lines.size() - 1).hash(),
                        entry);
                lines.add(line);
                text.append(line.text());
            }
        }
        channel.truncate(content.wholeBytes());
        channel.position(content.wholeBytes());
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private Content read() {
        try {
            if (!Files.exists(file)) {
                return new Content(List.of(), 0, Optional.empty());
            }
            if (Files.size(file) > MAX_BYTES) {
                return new Content(List.of(), 0, Optional.of(FILE + " is larger than " + MAX_BYTES + " bytes"));
            }
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new StoreException(FILE + " cannot be read", e, true);
        }
    }

    private static Content parse(byte[] bytes) {
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        List<Line> lines = new ArrayList<>();
        String[] texts = new String(bytes, 0, whole, StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i + 1 < texts.length; i++) {
            try {
                lines.add(Line.parse(texts[i]));
            } catch (IllegalArgumentException | DateTimeException e) {
                return new Content(lines, whole, Optional.of("line " + (i + 1) + " of " + FILE + " is not an entry"));
            }
        }
        Optional<HashChain.Break<Line>> broken = HashChain.firstBreak(lines);
        if (broken.isEmpty()) {
            return new Content(lines, whole, Optional.empty());
        }
        int line = lines.indexOf(broken.get().row());
        return new Content(
                lines.subList(0, line),
                whole,
                Optional.of(
                        "line " + (line + 1) + " of " + FILE + " was changed or does not follow the line before it"));
    }
}
