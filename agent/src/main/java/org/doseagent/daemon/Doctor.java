package org.doseagent.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.config.Settings;
import org.doseagent.dose.Diagnosis;
import org.doseagent.forward.ForwardChecks;
import org.doseagent.intake.ClockCheck;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.calling.NetworkChecks;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.tls.TlsClient;
import org.doseagent.review.MappingCheck;
import org.doseagent.store.StoreChecks;
import org.doseagent.store.inbox.InboxEntry;

/** Runs the checks of all rooms. It changes nothing, and calls each archive and the repository once. */
final class Doctor {

    private static final Duration ECHO_TIMEOUT = Duration.ofSeconds(5);
    private static final int JAVA = 17;

    private final Agent agent;
    private final Settings settings;
    private final Clock clock;

    Doctor(Agent agent, Clock clock) {
        this.agent = agent;
        this.settings = agent.settings();
        this.clock = clock;
    }

    List<Diagnosis> examine() {
        Instant now = clock.instant();
        LocalDate today = agent.today();
        List<Diagnosis> found = new ArrayList<>();
        found.add(java(Runtime.version().feature()));
        found.add(Diagnosis.ok("config", "read, with " + agent.levels().sets().size() + " sets of reference levels"));
        inbox().ifPresent(found::add);
        agent.doses();
        found.add(Diagnosis.ok("store", "both stores are open and have the schema of this program"));
        found.add(StoreChecks.directory(settings.store().folder()));
        found.add(StoreChecks.disk(
                settings.store().folder(), settings.store().inbox().minFreeDiskBytes()));
        found.addAll(agent.keeping().checks());
        found.addAll(network());
        found.add(agent.levels().check(today));
        found.add(MappingCheck.of(agent.doses(), today));
        found.addAll(agent.releaseGate().diagnoses());
        found.add(ForwardChecks.outbox(agent.ledger().counts(), now));
        found.addAll(
                ForwardChecks.repository(agent.repository(), settings.forward().folder(), clock));
        found.add(ClockCheck.of(now, newestObject()));
        return List.copyOf(found);
    }

    static Diagnosis java(int version) {
        return version >= JAVA
                ? Diagnosis.ok("java", "Java " + version)
                : Diagnosis.bad("java", "Java " + version, "install Java " + JAVA + " or newer");
    }

    /** The ports must be free unless a daemon runs on this data directory. */
    private List<Diagnosis> network() {
        AcceptorSettings dicom = settings.network().dicom();
        Settings.Http http = settings.network().http();
        boolean hasOnlyTls = SelfCheck.ofSelf(dicom).isPresent();
        List<Diagnosis> found = new ArrayList<>();
        dicom.tls().ifPresent(tls -> found.addAll(NetworkChecks.certificates(tls.identity(), clock.instant())));
        if (agent.stores().isDaemonRunning()) {
            found.add(daemon(dicom));
        } else {
            if (!hasOnlyTls) {
                found.add(NetworkChecks.free(NetworkChecks.Listener.DICOM, dicom.host(), dicom.port()));
            }
            dicom.tlsPort()
                    .ifPresent(tls ->
                            found.add(NetworkChecks.free(NetworkChecks.Listener.DICOM_TLS, dicom.host(), tls.port())));
            if (http.enabled()) {
                found.add(NetworkChecks.free(NetworkChecks.Listener.HTTP, http.host(), http.port()));
            }
        }
        settings.network()
                .pacs()
                .archives()
                .forEach(archive -> found.add(NetworkChecks.archive(
                        new Requestor.Settings(archive.own().callAs(), archive.remote(), ECHO_TIMEOUT))));
        return found;
    }

    /** Calls the daemon without TLS, or with TLS where there is no other port. */
    private Diagnosis daemon(AcceptorSettings dicom) {
        Optional<TlsClient> tls = SelfCheck.ofSelf(dicom);
        int port = tls.isPresent() ? dicom.tlsPort().orElseThrow().port() : dicom.port();
        return port == 0
                ? Diagnosis.ok("daemon", "runs on this data directory")
                : NetworkChecks.daemon(calling(new Requestor.Remote(dicom.aeTitle(), dicom.host(), port, tls)));
    }

    private Requestor.Settings calling(Requestor.Remote remote) {
        return new Requestor.Settings(settings.network().dicom().aeTitle(), remote, ECHO_TIMEOUT);
    }

    /** Damage at the ends of the segments is found by opening them; damage within a finished one when its record is read. */
    private Optional<Diagnosis> inbox() {
        agent.inbox().status();
        long damaged = agent.inbox().damagedPlaces();
        return damaged == 0
                ? Optional.empty()
                : Optional.of(Diagnosis.bad(
                        "inbox",
                        damaged + " damaged places in the log of received objects; the log names segment and offset",
                        StoreVerification.ADVICE_OF_INBOX));
    }

    private Instant newestObject() {
        return agent.inbox().list(1).stream()
                .map(InboxEntry::receivedAt)
                .findFirst()
                .orElse(Instant.MIN);
    }
}
