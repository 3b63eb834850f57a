package org.doseagent.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ReceivedObject;
import org.doseagent.pacs.ArchiveAnswer;
import org.doseagent.pacs.ArchiveHistory;
import org.doseagent.pacs.Backfill;
import org.doseagent.pacs.Inlet;
import org.doseagent.pacs.Monitor;
import org.doseagent.pacs.PacsSettings;
import org.doseagent.pacs.Pause;

/** Builds what looks at the history of a PACS and fetches it. */
public final class ArchiveAccess {

    private final Agent agent;
    private final PacsSettings settings;

    ArchiveAccess(Agent agent) {
        this.agent = agent;
        this.settings = agent.settings().network().pacs();
    }

    /**
     * Returns the only PACS of the configuration.
     *
     * @throws IllegalArgumentException if none is configured, or several are
     */
    public PacsSettings.Archive onlyArchive() {
        if (settings.archives().isEmpty()) {
            throw new IllegalArgumentException("no PACS is configured; see the key pacs");
        }
        if (settings.archives().size() > 1) {
            throw new IllegalArgumentException("several PACS are configured; name one with --pacs AET");
        }
        return settings.archives().get(0);
    }

    /**
     * Returns the PACS with this AE title.
     *
     * @throws IllegalArgumentException if none has it
     */
    public PacsSettings.Archive archive(String aeTitle) {
        return settings.archives().stream()
                .filter(archive -> archive.remote().aeTitle().value().equals(aeTitle))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no PACS of the key pacs has the AE title " + aeTitle));
    }

    /** Asks each PACS whether it answers, and what it offers. */
    public List<ArchiveAnswer> askAll() {
        return settings.archives().stream().map(this::ask).toList();
    }

    /** Asks one PACS. */
    public ArchiveAnswer ask(PacsSettings.Archive archive) {
        return ArchiveAnswer.of(settings, archive);
    }

    /** Returns what looks at a PACS and fetches nothing. */
    public ArchiveHistory history(PacsSettings.Archive archive) {
        return new ArchiveHistory(
                settings,
                archive,
                ArchiveAccess::await,
                new ArchiveHistory.Stored(agent.inbox()::processed, agent.doses()::known));
    }

    /**
     * Returns what fetches the history of a PACS into the inbox.
     *
     * @throws IllegalStateException if the PACS is to move the reports to a daemon that does not run
     */
    public Backfill backfill(PacsSettings.Archive archive, InboxAccess access, Monitor monitor) {
        if (archive.retrieve() == PacsSettings.Retrieve.MOVE && !access.isBesideDaemon()) {
            throw new IllegalStateException(
                    "with retrieve: move the PACS sends to the daemon, which does not run: start dose-agent"
                            + " run, or set retrieve: get");
        }
        return new Backfill(
                settings,
                archive,
                new Backfill.Tools(
                        inlet(access),
                        agent.doses().archive(archive.remote().aeTitle()),
                        localClock(),
                        ArchiveAccess::await,
                        monitor));
    }

    private Clock localClock() {
        return agent.clock().withZone(ZoneId.systemDefault());
    }

    private Inlet inlet(InboxAccess access) {
        return new Inlet() {
            @Override
            public void keep(ReceivedObject object) throws InterruptedException {
                access.put(object);
            }

            @Override
            public void settle() throws InterruptedException {
                access.settle();
            }

            @Override
            public Set<SopInstanceUid> processed(Collection<SopInstanceUid> uids) {
                return agent.inbox().processed(uids);
            }
        };
    }

    /** A {@link Pause}: nothing ends it but its time. */
    private static void await(Duration duration) throws InterruptedException {
        new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
}
