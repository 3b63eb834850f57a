package org.doseagent.store.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.store.StoreException;

/**
 * The table of contents of a backup, its last entry.
 *
 * @param head where and when it was made
 * @param files every file with its length and hash
 * @param counts rows of {@code doses.db} by table
 */
public record Manifest(Head head, List<Entry> files, Map<String, Long> counts) {

    /** The name of the entry. */
    static final String NAME = "manifest.json";

    private static final String FORMAT = "dose-agent-backup/1";

    public Manifest {
        files = List.copyOf(files);
        counts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /**
     * Where and when a backup was made.
     *
     * @param schema of {@code doses.db}
     * @param hasKeys whether {@code secret.key} and {@code signing.key} are in it
     */
    public record Head(Instant createdAt, Source source, int schema, boolean hasKeys) {}

    /** The version of the program and the site that made a backup. */
    public record Source(String program, String site) {}

    /** A file of the backup. */
    public record Entry(String name, long bytes, String sha256) {}

    /** Returns the length of all files together. */
    public long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    String text() {
        ObjectNode json = Canonical.object()
                .put("format", FORMAT)
                .put("createdAt", head.createdAt().toString())
                .put("program", head.source().program())
                .put("site", head.source().site())
                .put("schema", head.schema())
                .put("hasKeys", head.hasKeys());
        ArrayNode array = json.putArray("files");
        files.forEach(file -> array.addObject()
                .put("name", file.name())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        ObjectNode rows = json.putObject("counts");
        counts.forEach(rows::put);
        return Canonical.text(json) + "\n";
    }

    static Manifest parse(String text) {
        try {
            ObjectNode json = Canonical.parse(text);
            if (!json.path("format").asText().equals(FORMAT)) {
                throw damaged("it does not have the format " + FORMAT);
            }
            List<Entry> files = new ArrayList<>();
            for (JsonNode file : json.path("files")) {
                files.add(new Entry(
                        file.path("name").asText(),
                        file.path("bytes").asLong(),
                        file.path("sha256").asText()));
            }
            Map<String, Long> counts = new LinkedHashMap<>();
            json.path("counts")
                    .properties()
                    .forEach(
                            count -> counts.put(count.getKey(), count.getValue().asLong()));
            Head head = new Head(
                    Instant.parse(json.path("createdAt").asText()),
                    new Source(json.path("program").asText(), json.path("site").asText()),
                    json.path("schema").asInt(),
                    json.path("hasKeys").asBoolean());
            return new Manifest(head, files, counts);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged("it is no JSON of a backup");
        }
    }

    private static StoreException damaged(String why) {
        return new StoreException(
                "the manifest of the backup cannot be used: " + why, new IllegalStateException("manifest"), false);
    }
}
