package org.doseagent.repository;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.doseagent.store.repository.RepositoryStore;

/** The documents of the newest edition, read from the store once. Another process may publish the next one. Thread-safe. */
final class Published {

    private final RepositoryStore store;
    private volatile Cache cache = new Cache(0);

    private static final class Cache {
        private final long edition;
        private final ConcurrentMap<String, Optional<byte[]>> documents = new ConcurrentHashMap<>();

        Cache(long edition) {
            this.edition = edition;
        }
    }

    Published(RepositoryStore store) {
        this.store = store;
    }

    /** Returns a document of the newest edition; {@code name} is one of few, never a text of a caller. */
    Optional<byte[]> document(String name) {
        long newest = store.edition();
        Cache current = cache;
        if (current.edition != newest) {
            current = new Cache(newest);
            cache = current;
        }
        return current.documents.computeIfAbsent(name, each -> store.document(newest, each));
    }

    /** Returns the percentiles of the newest year. */
    Optional<byte[]> newestBenchmark() {
        for (int year : store.years()) {
            Optional<byte[]> document = document(Publisher.benchmark(year));
            if (document.isPresent()) {
                return document;
            }
        }
        return Optional.empty();
    }
}
