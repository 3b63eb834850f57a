package org.doseagent.pacs;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.calling.ArchiveClient;
import org.doseagent.net.calling.Requestor;
import org.doseagent.pacs.PacsSettings.Archive;
import org.doseagent.store.archive.ArchiveProgress;
import org.doseagent.store.exams.DoseStore;

/** The agent's side of a fetch: a real store of progress, an inbox in memory, and a clock that a pause moves. */
final class FakeSite implements AutoCloseable {

    static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private final DoseStore doses;
    private final Set<SopInstanceUid> unsettled = new HashSet<>();
    private final Set<SopInstanceUid> processed = new HashSet<>();
    final List<String> received = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    Instant now = Instant.parse("2026-11-25T12:00:00Z");

    PacsSettings.Pace pace = new PacsSettings.Pace(Optional.empty(), 60_000);
    PacsSettings.Retries retries = new PacsSettings.Retries(2, 3, 50);
    PacsSettings.Retrieve retrieve = PacsSettings.Retrieve.GET;
    PacsSettings.ModalityKey modalityKey = PacsSettings.ModalityKey.AUTO;
    boolean fetchesUndecided;
    int maxAnswers = 4;

    /** Whether the daemon receives what is moved to it. */
    boolean isDaemonReachable = true;

    FakeSite(Path folder) {
        doses = new DoseStore(folder, "demo-hospital", clock());
        doses.prepareToWrite();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    ArchiveProgress progress() {
        return doses.archive(new AeTitle("PACS1"));
    }

    /** An object came over an association of the PACS. */
    void receive(String uid) {
        if (isDaemonReachable) {
            received.add(uid);
            unsettled.add(new SopInstanceUid(uid));
        }
    }

    Set<String> stored() {
        Set<String> stored = new TreeSet<>();
        processed.forEach(uid -> stored.add(uid.value()));
        return stored;
    }

    private Inlet inlet() {
        return new Inlet() {
            @Override
            public void keep(ReceivedObject object) {
                receive(object.sopInstanceUid().value());
            }

            @Override
            public void settle() {
                processed.addAll(unsettled);
                unsettled.clear();
            }

            @Override
            public Set<SopInstanceUid> processed(Collection<SopInstanceUid> uids) {
                Set<SopInstanceUid> found = new HashSet<>(uids);
                found.retainAll(processed);
                return found;
            }
        };
    }

    PacsSettings settings(int port) {
        Archive archive = new Archive(
                new Requestor.Remote(new AeTitle("PACS1"), "127.0.0.1", port),
                new PacsSettings.OwnTitles(new AeTitle("DOSE_AGENT"), new AeTitle("DOSE_AGENT")),
                retrieve,
                PacsSettings.Level.IMAGE,
                modalityKey,
                fetchesUndecided);
        return new PacsSettings(
                List.of(archive),
                pace,
                new ArchiveClient.Limits(maxAnswers, 20, 1024, 4096, Duration.ofSeconds(20)),
                retries,
                new PacsSettings.Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(12)));
    }

    void pause(Duration duration) {
        pauses.add(duration);
        now = now.plus(duration);
    }

    /** Fetches the day from the PACS on this port. */
    Backfill.Summary backfill(int port) throws Exception {
        return backfill(port, DAY, DAY);
    }

    Backfill.Summary backfill(int port, LocalDate from, LocalDate to) throws Exception {
        PacsSettings settings = settings(port);
        return new Backfill(
                        settings,
                        settings.archives().get(0),
                        new Backfill.Tools(inlet(), progress(), clock(), this::pause, Monitor.NONE))
                .run(from, to);
    }

    @Override
    public void close() {
        doses.close();
    }
}
