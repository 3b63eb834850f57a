package org.doseagent.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.render.PayloadSchema;

/** What a repository does with a submission, in the order of docs/repository-interface.md; keeps the bytes in a folder. Thread-safe. */
final class Receiver {

    /** A status, and the words of the problem document where it is a refusal. */
    record Reply(int status, String detail) {}

    private final Path folder;
    private final PayloadSchema schema = PayloadSchema.shipped();
    private final Map<String, byte[]> bytes = new HashMap<>();
    /** By pseudonym; the first that comes is pinned. */
    private final Map<String, String> keys = new HashMap<>();
    /** By key; a key that signs for two facilities is a cloned machine. */
    private final Map<String, String> facilities = new HashMap<>();
    /** By facility and period, then by sequence. */
    private final Map<String, TreeMap<Integer, ObjectNode>> releases = new TreeMap<>();

    Receiver(Path folder) {
        this.folder = folder;
    }

    synchronized Reply put(String id, byte[] body) throws IOException {
        ObjectNode document;
        try {
            document = Canonical.parse(body);
        } catch (IllegalArgumentException e) {
            return new Reply(400, String.valueOf(e.getMessage()));
        }
        List<String> problems = schema.problems(body);
        if (!problems.isEmpty()) {
            return new Reply(422, problems.get(0));
        }
        if (!document.path("submissionId").asText().equals(id)) {
            return new Reply(422, "the submission id in the path is not that of the document");
        }
        String facility = document.path("facility").path("pseudonym").asText();
        String key = document.path("signature").path("publicKey").asText();
        if (!Signer.isSigned(document) || !keys.getOrDefault(facility, key).equals(key)) {
            return new Reply(403, "the signature does not fit, or is not by the key of this facility");
        }
        if (!facilities.getOrDefault(key, facility).equals(facility)) {
            return new Reply(403, "this key belongs to another facility");
        }
        byte[] before = bytes.get(id);
        if (before != null) {
            return Arrays.equals(before, body) ? new Reply(409, "taken before") : new Reply(422, "other bytes before");
        }
        TreeMap<Integer, ObjectNode> ofMonth = releases.computeIfAbsent(
                facility + " " + document.path("period").path("start").asText(), absent -> new TreeMap<>());
        if (ofMonth.putIfAbsent(document.path("sequence").asInt(), document) != null) {
            return new Reply(422, "another release of this month has this sequence");
        }
        keys.put(facility, key);
        facilities.put(key, facility);
        bytes.put(id, body);
        Files.write(folder.resolve(id + ".json"), body);
        return new Reply(201, "");
    }

    /** Returns what counts: of each facility's month the release with the highest sequence. */
    synchronized List<ObjectNode> current() {
        return releases.values().stream()
                .map(TreeMap::lastEntry)
                .filter(Objects::nonNull)
                .map(Map.Entry::getValue)
                .toList();
    }
}
