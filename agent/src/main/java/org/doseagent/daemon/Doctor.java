package org.doseagent.daemon;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.config.Settings;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Diagnosis;
import org.doseagent.drl.DrlSet;
import org.doseagent.forward.Certificates;
import org.doseagent.forward.RepositoryProbe;
import org.doseagent.net.ListenProbe;
import org.doseagent.net.Requestor;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.inbox.InboxEntry;
import org.doseagent.store.ledger.StoredRelease;

/** Looks at an installation from the inside; changes nothing, and sends nothing but a question whether the repository is there. */
final class Doctor {

    private static final Duration LONG_WAIT = Duration.ofDays(7);
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
    private static final Duration ECHO_TIMEOUT = Duration.ofSeconds(5);

    /** No release of this program is older: an earlier clock is a wrong one. */
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private static final int MAPPING_DAYS = 30;
    private static final int MAPPING_EXAMS = 2000;
    private static final int MAPPING_PERCENT = 80;
    private static final int JAVA = 17;

    private final Agent agent;
    private final Settings settings;
    private final Clock clock;
    private final List<Diagnosis> found = new ArrayList<>();

    Doctor(Agent agent, Clock clock) {
        this.agent = agent;
        this.settings = agent.settings();
        this.clock = clock;
    }

    List<Diagnosis> examine() {
        found.add(java(Runtime.version().feature()));
        found.add(Diagnosis.ok("config", "read, with " + agent.levels().sets().size() + " sets of reference levels"));
        found.add(Diagnosis.ok("store", "both stores open, with the schema of this program"));
        found.add(directory(settings.dataDir()));
        found.add(disk(settings.dataDir()));
        ports();
        found.add(drlSets(agent.levels().sets(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
        found.add(mapping());
        found.add(outbox(agent.ledger().all(), clock.instant()));
        Optional<RepositoryProbe.Sight> sight = agent.repository().probe().map(RepositoryProbe::look);
        certificates(sight);
        found.add(repository(sight));
        found.add(clock(sight));
        return List.copyOf(found);
    }

    static Diagnosis java(int version) {
        return version >= JAVA
                ? Diagnosis.ok("java", "Java " + version)
                : Diagnosis.bad("java", "Java " + version, "install Java " + JAVA + " or newer");
    }

    private static Diagnosis directory(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, "doctor", ".part"));
            return Diagnosis.ok("data-directory", folder + " can be written");
        } catch (IOException e) {
            return Diagnosis.bad(
                    "data-directory",
                    folder + " cannot be written: " + e.getClass().getSimpleName(),
                    "give the user of the agent the right to write there");
        }
    }

    private Diagnosis disk(Path folder) {
        long floor = settings.store().minFreeDisk();
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = mebibytes(free) + " free, floor " + mebibytes(floor);
            if (free < floor) {
                return Diagnosis.bad("disk", text, "make room: senders are told to wait");
            }
            return free / 2 < floor
                    ? Diagnosis.warn("disk", text, "make room before senders are told to wait")
                    : Diagnosis.ok("disk", text);
        } catch (IOException e) {
            return Diagnosis.bad(
                    "disk", "free space is not known: " + e.getClass().getSimpleName(), "look at the disk");
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /** Another daemon on this data directory has the ports; without one they must be free. */
    private void ports() {
        Settings.Dicom dicom = settings.dicom();
        Optional<FileLock> lock = agent.directory().lock();
        if (lock.isEmpty()) {
            found.add(echo(dicom));
            return;
        }
        try {
            lock.get().acquiredBy().close();
        } catch (IOException e) {
            found.add(Diagnosis.warn("daemon", "its lock cannot be given back", "look at the data directory"));
        }
        found.add(free("dicom-port", dicom.host(), dicom.port()));
        if (settings.http().enabled()) {
            found.add(free("http-port", settings.http().host(), settings.http().port()));
        }
    }

    private static Diagnosis free(String check, String host, int port) {
        String address = host + ":" + port;
        return ListenProbe.obstacle(host, port)
                .map(
                        why -> Diagnosis.bad(
                                check,
                                address + " cannot be listened on: " + why,
                                "no daemon runs on this data directory, so another program has it, or the address is not this machine's"))
                .orElseGet(() -> Diagnosis.ok(check, address + " is free; no daemon runs on this data directory"));
    }

    private static Diagnosis echo(Settings.Dicom dicom) {
        String address = dicom.host() + ":" + dicom.port();
        if (dicom.port() == 0) {
            return Diagnosis.ok("daemon", "runs on this data directory");
        }
        Requestor.Settings self =
                new Requestor.Settings(dicom.host(), dicom.port(), dicom.aeTitle(), dicom.aeTitle(), ECHO_TIMEOUT);
        try (Requestor requestor = Requestor.connect(self, Set.of())) {
            return requestor.echo() == 0
                    ? Diagnosis.ok("daemon", "runs and answers C-ECHO on " + address)
                    : Diagnosis.bad("daemon", "answers C-ECHO with a failure", "look at its log");
        } catch (IOException e) {
            return Diagnosis.warn(
                    "daemon",
                    "runs, but took no association on " + address + ": " + e.getMessage(),
                    "look at dicom.allowedCallers and the log");
        }
    }

    static Diagnosis drlSets(List<DrlSet> sets, LocalDate today) {
        List<String> outside = sets.stream()
                .filter(set -> !set.isValidOn(Optional.of(today)))
                .map(DrlSet::id)
                .toList();
        return outside.isEmpty()
                ? Diagnosis.ok("drl-sets", sets.size() + " sets are valid today")
                : Diagnosis.warn(
                        "drl-sets",
                        "not valid today: " + String.join(", ", outside),
                        "look for a newer edition, or take them out of drl.sets");
    }

    private Diagnosis mapping() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<AssessedExam> exams = agent.doses()
                .exams(ExamQuery.all().from(today.minusDays(MAPPING_DAYS)).limit(MAPPING_EXAMS));
        if (exams.isEmpty()) {
            return Diagnosis.warn(
                    "mapping", "no exam of the last " + MAPPING_DAYS + " days", "see whether the PACS forwards to us");
        }
        long mapped = exams.stream()
                .filter(exam ->
                        exam.parts().stream().anyMatch(part -> part.category().isPresent()))
                .count();
        long percent = mapped * 100 / exams.size();
        String text = percent + " % of the exams of " + MAPPING_DAYS + " days have a category";
        return percent < MAPPING_PERCENT
                ? Diagnosis.warn("mapping", text, "dose-agent mapping suggest")
                : Diagnosis.ok("mapping", text);
    }

    static Diagnosis outbox(List<StoredRelease> releases, Instant now) {
        long refused = releases.stream()
                .filter(release -> release.state() == StoredRelease.State.REFUSED)
                .count();
        if (refused > 0) {
            return Diagnosis.bad(
                    "outbox",
                    refused + " releases were refused",
                    "dose-agent outbox list; then dose-agent outbox retry");
        }
        Optional<Duration> oldest = oldestWaiting(releases, now);
        String text = oldest.map(age -> "the oldest release waits for " + age.toDays() + " days")
                .orElse("nothing waits");
        return oldest.filter(age -> age.compareTo(LONG_WAIT) > 0).isPresent()
                ? Diagnosis.warn("outbox", text, "dose-agent outbox list says why")
                : Diagnosis.ok("outbox", text);
    }

    /** Returns for how long the oldest release waits that is on its way; empty when none is. */
    static Optional<Duration> oldestWaiting(List<StoredRelease> releases, Instant now) {
        return releases.stream()
                .filter(release -> release.state() == StoredRelease.State.PENDING)
                .map(release -> Duration.between(release.closedAt(), now))
                .max(Duration::compareTo);
    }

    private void certificates(Optional<RepositoryProbe.Sight> sight) {
        Instant now = clock.instant();
        try {
            agent.repository()
                    .tls()
                    .clientEnd()
                    .ifPresent(end -> found.add(Certificates.judge("client-certificate", end, now)));
            agent.repository()
                    .tls()
                    .authorityEnd()
                    .ifPresent(end -> found.add(Certificates.judge("ca-certificate", end, now)));
        } catch (IOException e) {
            found.add(Diagnosis.bad("client-certificate", String.valueOf(e.getMessage()), "see forward.tls"));
        }
        sight.flatMap(RepositoryProbe.Sight::certificateEnd)
                .ifPresent(end -> found.add(Certificates.judge("server-certificate", end, now)));
    }

    private Diagnosis repository(Optional<RepositoryProbe.Sight> sight) {
        if (sight.isEmpty()) {
            return Diagnosis.ok(
                    "repository",
                    "releases go into the folder " + settings.forward().folder());
        }
        return sight.get()
                .problem()
                .map(why -> Diagnosis.bad(
                        "repository",
                        "cannot be reached: " + why,
                        "see forward.url, forward.proxy and forward.tls; what waits is not lost"))
                .orElseGet(() -> Diagnosis.ok("repository", "reached, by TLS"));
    }

    private Diagnosis clock(Optional<RepositoryProbe.Sight> sight) {
        Instant now = clock.instant();
        Optional<Instant> newest =
                agent.inbox().list(1).stream().map(InboxEntry::receivedAt).findFirst();
        Optional<Duration> apart = sight.flatMap(RepositoryProbe.Sight::clockOffset)
                .filter(offset -> offset.abs().compareTo(CLOCKS_APART) > 0);
        if (now.isBefore(EARLIEST)
                || newest.filter(now.plus(CLOCKS_APART)::isBefore).isPresent()) {
            return Diagnosis.bad(
                    "clock",
                    "this machine says " + now + ", which lies before what it has already seen",
                    "set the clock: months are closed by it");
        }
        return apart.map(offset -> Diagnosis.warn(
                        "clock",
                        "this machine's clock and the repository's are "
                                + offset.abs().toMinutes() + " minutes apart",
                        "let both follow a time server"))
                .orElseGet(() -> Diagnosis.ok("clock", now + ", not before anything already seen"));
    }
}
