package org.doseagent.net.association;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AcceptorSettings.Access;
import org.doseagent.net.AcceptorSettings.Caller;
import org.doseagent.net.AcceptorSettings.Deadlines;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.AcceptorSettings.Pace;

/** Settings for tests: small limits, and deadlines that no test reaches unless it sets them. */
final class WireSettings {

    static final AeTitle AGENT = new AeTitle("DOSE_AGENT");
    static final int MAX_OBJECT = 1 << 20;

    private static final Duration LONG = Duration.ofSeconds(20);

    private boolean acceptsAnyCalledAeTitle = true;
    private List<Caller> callers = List.of();
    private int maxAssociations = 8;
    private int maxPerPeer = 1000;
    private int maxPending = 32;
    private Duration artim = LONG;
    private Duration idle = LONG;
    private Duration message = LONG;
    private Duration write = LONG;
    private Duration scarceIdle = LONG;
    private Duration scarceGrace = LONG;
    private int maxSilent = 512;
    private Pace pace = new Pace(0, LONG, 1_000_000, 1 << 30, 1_000_000);
    private Optional<AcceptorSettings.Tls> tls = Optional.empty();
    private Duration releaseGrace = Duration.ofMillis(300);

    WireSettings callers(boolean acceptsAnyCalled, Caller... allowed) {
        acceptsAnyCalledAeTitle = acceptsAnyCalled;
        callers = List.of(allowed);
        return this;
    }

    WireSettings maxAssociations(int count) {
        maxAssociations = count;
        return this;
    }

    WireSettings maxPerPeer(int count) {
        maxPerPeer = count;
        return this;
    }

    WireSettings maxPending(int count) {
        maxPending = count;
        return this;
    }

    WireSettings artimMillis(int millis) {
        artim = Duration.ofMillis(millis);
        return this;
    }

    WireSettings idleMillis(int millis) {
        idle = Duration.ofMillis(millis);
        return this;
    }

    WireSettings messageMillis(int millis) {
        message = Duration.ofMillis(millis);
        return this;
    }

    WireSettings writeMillis(int millis) {
        write = Duration.ofMillis(millis);
        return this;
    }

    WireSettings scarceIdleMillis(int millis) {
        scarceIdle = Duration.ofMillis(millis);
        return this;
    }

    WireSettings scarceGraceMillis(int millis) {
        scarceGrace = Duration.ofMillis(millis);
        return this;
    }

    WireSettings maxSilent(int count) {
        maxSilent = count;
        return this;
    }

    WireSettings pace(Pace values) {
        pace = values;
        return this;
    }

    WireSettings releaseGrace(Duration duration) {
        releaseGrace = duration;
        return this;
    }

    WireSettings tls(AcceptorSettings.Tls values) {
        tls = Optional.of(values);
        return this;
    }

    AcceptorSettings build() {
        return new AcceptorSettings(
                "127.0.0.1",
                0,
                AGENT,
                new Access(acceptsAnyCalledAeTitle, callers),
                new Limits(
                        maxAssociations,
                        maxPerPeer,
                        maxPending,
                        maxSilent,
                        100,
                        16384,
                        MAX_OBJECT,
                        Limits.minBytesInFlight(MAX_OBJECT)),
                new Deadlines(artim, idle, message, write, scarceIdle, scarceGrace, releaseGrace),
                pace,
                tls);
    }
}
