package org.doseagent.forward;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.Diagnosis;

/** When the certificates end that the way to the repository hangs on. */
public final class Certificates {

    /** Renewing one through a hospital's office takes weeks. */
    static final Duration EARLY = Duration.ofDays(30);

    private Certificates() {}

    /** Returns seconds left by certificate ({@code client}, {@code ca}, {@code server}); what is not known is not there. */
    public static Map<String, Double> secondsLeft(RepositoryAccess repository, Instant now) {
        Map<String, Double> left = new TreeMap<>();
        put(left, "server", repository.transport().serverCertificateEnd(), now);
        try {
            put(left, "client", repository.tls().clientEnd(), now);
            put(left, "ca", repository.tls().authorityEnd(), now);
        } catch (IOException e) {
            // A file that cannot be read has no end: doctor and each delivery say why.
            return left;
        }
        return left;
    }

    /** Judges one certificate. */
    public static Diagnosis judge(String check, Instant end, Instant now) {
        long days = Duration.between(now, end).toDays();
        if (end.isBefore(now)) {
            return Diagnosis.bad(check, "ended " + end, "renew it; nothing can be delivered");
        }
        return end.isBefore(now.plus(EARLY))
                ? Diagnosis.warn(check, "ends " + end + ", in " + days + " days", "renew it now")
                : Diagnosis.ok(check, "ends " + end + ", in " + days + " days");
    }

    private static void put(Map<String, Double> left, String name, Optional<Instant> end, Instant now) {
        end.ifPresent(instant ->
                left.put(name, (double) Duration.between(now, instant).toSeconds()));
    }
}
