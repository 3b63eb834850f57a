package org.doseagent.config;

import java.nio.file.Path;
import java.util.Optional;
import org.doseagent.aggregate.benchmark.FacilityControl;
import org.doseagent.repository.RepositorySettings;

/** Reads the settings under {@code repository}: the receiving side. */
final class RepositoryReader {

    private static final int MAX_PORT = 65535;
    private static final int MILLION = 1_000_000;

    private final ConfigTree tree;
    private final Folders folders;

    RepositoryReader(ConfigTree tree, Folders folders) {
        this.tree = tree;
        this.folders = folders;
    }

    RepositorySettings read() {
        Path folder = folders.data(tree, "repository.folder", "repository");
        String issuer = tree.text(
                "repository.issuer", "Dose repository", "\\S(.{0,78}\\S)?", "must be a name of at most 80 characters");
        return new RepositorySettings(
                folder,
                issuer,
                listen(),
                limits(),
                rules(),
                new FacilityControl(
                        tree.integer("repository.minFacilities", FacilityControl.FLOOR, FacilityControl.FLOOR, MILLION),
                        tree.integer("repository.maxSharePercent", 50, 1, 50)));
    }

    private RepositorySettings.Listen listen() {
        String host = tree.text(
                "repository.host",
                "127.0.0.1",
                "[A-Za-z0-9_.:%-]{1,253}",
                "must be an address or a host name of this machine");
        int port = tree.integer("repository.port", 8443, 0, MAX_PORT);
        Optional<Path> keyStore =
                tree.optional("repository.keyStore").map(written -> folders.file(tree, "repository.keyStore", written));
        Optional<String> password = tree.optional("repository.keyStorePassword");
        if (keyStore.isPresent() != password.isPresent()) {
            tree.problem(
                    "repository.keyStore", "", "repository.keyStore and repository.keyStorePassword need each other");
        }
        if (keyStore.isEmpty() && !host.matches("127(\\.\\d{1,3}){3}|::1|localhost")) {
            tree.problem("repository.keyStore", "", "is mandatory unless repository.host is a loopback address");
        }
        return new RepositorySettings.Listen(
                host, port, keyStore.map(file -> new RepositorySettings.KeyFile(file, password.orElse(""))));
    }

    private RepositorySettings.Limits limits() {
        return new RepositorySettings.Limits(
                (int) tree.size("repository.maxReleaseBytes", "1MiB", 1 << 16, 1 << 26),
                tree.integer("repository.maxDepth", 16, 8, 100),
                tree.integer("repository.maxConnections", 256, 4, 10_000),
                tree.integer("repository.maxChecks", 4, 1, 1000),
                tree.duration("repository.requestTimeout", "20s"),
                tree.size("repository.minFreeDisk", "1GiB", 0, 1L << 50),
                tree.integer("repository.maxFacilities", 100_000, 1, MILLION),
                tree.integer("repository.maxIncidentsPerDay", 1000, 1, MILLION));
    }

    private RepositorySettings.Rules rules() {
        return new RepositorySettings.Rules(
                tree.integer("repository.maxPeriodAgeMonths", 36, 1, 1200),
                tree.integer("repository.maxSequence", 100, 1, 10_000),
                tree.integer("repository.maxReleasesPerDay", 200, 1, MILLION),
                tree.integer("repository.maxEnrolmentsPerHour", 600, 1, MILLION),
                tree.duration("repository.invitationValid", "30d"),
                tree.duration("repository.publishEvery", "7d"),
                tree.integer("repository.minChanged", 5, 1, MILLION));
    }
}
