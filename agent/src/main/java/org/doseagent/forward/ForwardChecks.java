package org.doseagent.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.Diagnosis;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;

/** The checks of {@code doctor} and the metrics for the outbox, the repository and the certificates. */
public final class ForwardChecks {

    /** A hospital needs weeks to renew a certificate. */
    static final Duration EARLY = Duration.ofDays(30);

    private static final Duration LONG_WAIT = Duration.ofDays(7);
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private ForwardChecks() {}

    /**
     * Checks the repository with one request, and the certificates; {@code folder} receives the releases when no repository is configured.
     */
    public static List<Diagnosis> repository(RepositoryAccess access, Path folder, Clock clock) {
        Optional<RepositoryProbe.ProbeResult> result = access.probe().map(RepositoryProbe::look);
        Instant now = clock.instant();
        List<Diagnosis> found = new ArrayList<>(certificates(access.tls(), now));
        result.flatMap(RepositoryProbe.ProbeResult::certificateEnd)
                .ifPresent(end -> found.add(certificate("server-certificate", end, now)));
        found.add(result.map(ForwardChecks::reached)
                .orElseGet(() -> Diagnosis.ok("repository", "releases are written into the folder " + folder)));
        result.flatMap(RepositoryProbe.ProbeResult::clockOffset)
                .filter(offset -> offset.abs().compareTo(CLOCK_TOLERANCE) > 0)
                .ifPresent(offset -> found.add(Diagnosis.warn(
                        "repository-clock",
                        "the clocks of this machine and the repository differ by "
                                + offset.abs().toMinutes() + " minutes",
                        "synchronise both with a time server")));
        return found;
    }

    private static Diagnosis reached(RepositoryProbe.ProbeResult result) {
        return result.problem()
                .map(why -> Diagnosis.bad(
                        "repository",
                        "cannot be reached: " + why,
                        "see forward.url, forward.proxy and forward.tls; pending releases are not lost"))
                .orElseGet(() -> Diagnosis.ok("repository", "reached, by TLS"));
    }

    private static List<Diagnosis> certificates(RepositoryTls tls, Instant now) {
        List<Diagnosis> found = new ArrayList<>();
        try {
            tls.clientEnd().ifPresent(end -> found.add(certificate("client-certificate", end, now)));
            tls.authorityEnd().ifPresent(end -> found.add(certificate("ca-certificate", end, now)));
        } catch (IOException e) {
            found.add(Diagnosis.bad("client-certificate", String.valueOf(e.getMessage()), "see forward.tls"));
        }
        return found;
    }

    /** Checks one certificate: bad after its end, a warning in its last month. */
    static Diagnosis certificate(String check, Instant end, Instant now) {
        long days = Duration.between(now, end).toDays();
        if (end.isBefore(now)) {
            return Diagnosis.bad(check, "expired on " + end, "renew it; nothing can be delivered");
        }
        return end.isBefore(now.plus(EARLY))
                ? Diagnosis.warn(check, "expires on " + end + ", in " + days + " days", "renew it now")
                : Diagnosis.ok(check, "expires on " + end + ", in " + days + " days");
    }

    /** Returns the seconds until each certificate expires ({@code client}, {@code ca}, {@code server}); unknown ones are left out. */
    public static Map<String, Double> secondsLeft(RepositoryAccess repository, Instant now) {
        Map<String, Double> left = new TreeMap<>();
        repository.transport().serverCertificateEnd().ifPresent(end -> left.put("server", seconds(now, end)));
        try {
            repository.tls().clientEnd().ifPresent(end -> left.put("client", seconds(now, end)));
            repository.tls().authorityEnd().ifPresent(end -> left.put("ca", seconds(now, end)));
        } catch (IOException e) {
            // The end of a file that cannot be read is unknown: doctor and each delivery name the problem.
            return left;
        }
        return left;
    }

    private static double seconds(Instant now, Instant end) {
        return Duration.between(now, end).toSeconds();
    }

    /** Checks that no release was refused and none has been pending for a week. */
    public static Diagnosis outbox(ReleaseLedger.Counts releases, Instant now) {
        long refused = releases.of(StoredRelease.State.REFUSED);
        if (refused > 0) {
            return Diagnosis.bad(
                    "outbox",
                    refused + " releases were refused",
                    "dose-agent outbox list; then dose-agent outbox retry");
        }
        Optional<Duration> oldest = releases.oldestPending().map(closed -> Duration.between(closed, now));
        String text = oldest.map(age -> "the oldest pending release is " + age.toDays() + " days old")
                .orElse("no release is pending");
        return oldest.filter(age -> age.compareTo(LONG_WAIT) > 0).isPresent()
                ? Diagnosis.warn("outbox", text, "dose-agent outbox list shows the reason")
                : Diagnosis.ok("outbox", text);
    }
}
