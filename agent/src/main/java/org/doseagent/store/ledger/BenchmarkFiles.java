package org.doseagent.store.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;

/** The imported benchmark documents, one file each in the data directory, named by content hash; never changed. */
public final class BenchmarkFiles {

    private final Path folder;

    public BenchmarkFiles(Path dataDirectory) {
        this.folder = dataDirectory.resolve("benchmarks");
    }

    /** Returns whether a document is stored. */
    public boolean has(String sha256) {
        return Files.exists(file(sha256));
    }

    /** Stores a document, whole or not at all. */
    public void keep(String sha256, byte[] json) {
        try {
            FileModes.makeFolder(folder);
            Path unfinished = Files.createTempFile(folder, "benchmark", ".part");
            Files.write(unfinished, json);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file(sha256), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException("percentiles of other hospitals cannot be written to the data directory", e, true);
        }
    }

    /** Returns every document, in the order of the hashes. */
    public List<byte[]> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> documents = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                documents.add(Files.readAllBytes(file));
            }
            return documents;
        } catch (IOException e) {
            throw new StoreException("percentiles of other hospitals cannot be read from the data directory", e, true);
        }
    }

    private Path file(String sha256) {
        return folder.resolve(sha256 + ".json");
    }
}
