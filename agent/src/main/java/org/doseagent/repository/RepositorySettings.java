package org.doseagent.repository;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.doseagent.aggregate.benchmark.FacilityControl;

/**
 * How a repository runs.
 *
 * @param folder has {@code repository.db} and the key that signs percentiles
 * @param issuer the name in what it publishes
 * @param control which figures may be published
 */
public record RepositorySettings(
        Path folder, String issuer, Listen listen, Limits limits, Rules rules, FacilityControl control) {

    /**
     * Where it listens.
     *
     * @param port 0 for any free port
     * @param keyStore the certificate of the server; empty: plain HTTP, which only a loopback address permits
     */
    public record Listen(String host, int port, Optional<KeyFile> keyStore) {}

    /** A PKCS12 file with the certificate of the server and its key. */
    public record KeyFile(Path file, String password) {
        /** Never shows the password. */
        @Override
        public String toString() {
            return "KeyFile[" + file.getFileName() + "]";
        }
    }

    /**
     * Limits of the wire and of the store. A release of 60 cells has 20 kB.
     *
     * @param maxBytes of a request body
     * @param maxDepth nested arrays and objects of a document
     * @param maxConnections open connections; each has a thread while it sends a request
     * @param maxChecks documents that are parsed and verified at the same time
     * @param requestTimeout for a whole request
     * @param minFreeDisk below it, every release is answered 503
     * @param maxFacilities enrolled facilities
     * @param maxIncidentsPerDay recorded incidents; further ones of a day are only logged
     */
    public record Limits(
            int maxBytes,
            int maxDepth,
            int maxConnections,
            int maxChecks,
            Duration requestTimeout,
            long minFreeDisk,
            int maxFacilities,
            int maxIncidentsPerDay) {}

    /**
     * What is taken, and when results are published.
     *
     * @param maxPeriodAgeMonths how long ago a period may have begun
     * @param maxSequence corrections of one period
     * @param maxReleasesPerDay of one facility
     * @param maxEnrolmentsPerHour requests about facilities, of all callers together
     * @param tokenValid how long a token can be used
     * @param publishEvery how often results are computed and published
     * @param minChanged a published figure is replaced when the medians of so many facilities have changed
     */
    public record Rules(
            int maxPeriodAgeMonths,
            int maxSequence,
            int maxReleasesPerDay,
            int maxEnrolmentsPerHour,
            Duration tokenValid,
            Duration publishEvery,
            int minChanged) {}
}
