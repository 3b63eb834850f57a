package org.doseagent.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.StoreSettings;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.erasure.PatientTables.Held;
import org.doseagent.store.erasure.PatientTables.Removal;

/** Deletes what the site keeps no longer ({@code store.rawRetention}, {@code quarantineRetention}, {@code examRetention}). */
public final class Retention {

    private static final int PORTION = 500;

    private final Agent agent;
    private final DataKeeping keeping;

    Retention(Agent agent, DataKeeping keeping) {
        this.agent = agent;
        this.keeping = keeping;
    }

    /**
     * What was deleted, or would be.
     *
     * @param rawRecords records of processed objects; what would be deleted is counted at most
     * @param quarantinedObjects objects that could not be read
     * @param schemaCopies copies of {@code doses.db} from before a migration
     */
    public record Deleted(long rawRecords, long quarantinedObjects, long exams, long schemaCopies) {

        public boolean isNothing() {
            return rawRecords + quarantinedObjects + exams + schemaCopies == 0;
        }
    }

    private StoreSettings.Retention settings() {
        return agent.settings().store().retention();
    }

    private Instant now() {
        return agent.clock().instant();
    }

    /** Counts what {@link #deleteAll} would delete. Changes nothing. */
    public Deleted preview() {
        return new Deleted(
                agent.inbox().recordsBefore(now().minus(settings().raw())),
                settings()
                        .quarantined()
                        .map(time -> agent.inbox().quarantinedBefore(now().minus(time)))
                        .orElse(0L),
                firstDay()
                        .map(day -> (long) agent.doses()
                                .patients()
                                .before(day.toString(), Integer.MAX_VALUE)
                                .size())
                        .orElse(0L),
                oldSchemaCopies().size());
    }

    private Optional<LocalDate> firstDay() {
        return settings().exams().map(time -> agent.today().minusDays(time.toDays()));
    }

    /** Deletes everything that is due. The caller holds the lock of the daemon. */
    public Deleted deleteAll(String by) {
        long raw = agent.inbox().deleteBytes(now().minus(settings().raw()));
        long quarantined = settings()
                .quarantined()
                .map(time -> agent.inbox().deleteQuarantinedBytes(now().minus(time)))
                .orElse(0L);
        Deleted stored = deleteExams(by);
        return new Deleted(raw, quarantined, stored.exams(), stored.schemaCopies());
    }

    /** Deletes old exams and the copies of earlier schemas; also beside the daemon, which deletes the bytes of the inbox. */
    public Deleted deleteExams(String by) {
        List<Path> copies = oldSchemaCopies();
        DataKeeping.deleteFiles(copies);
        long exams = firstDay().map(day -> deleteBefore(day, by)).orElse(0L);
        if (exams > 0) {
            agent.doses().compact();
        } else {
            agent.doses().truncateLog();
        }
        return new Deleted(0, 0, exams, copies.size());
    }

    private long deleteBefore(LocalDate day, String by) {
        long exams = 0;
        List<Held> due = agent.doses().patients().before(day.toString(), PORTION);
        while (!due.isEmpty()) {
            agent.doses()
                    .patients()
                    .delete(
                            new Removal(
                                    due.stream().map(Held::study).toList(),
                                    List.of(),
                                    due.stream()
                                            .flatMap(exam -> agent.doses().patients().inboxIds(exam.study()).stream())
                                            .toList()),
                            new AuditAct(
                                    now(), by, AuditAct.Kind.EXAMS_PURGED, due.size() + " exams from before " + day));
            agent.doses().patients().deletePersonsWithoutExam(due);
            exams += due.size();
            due = agent.doses().patients().before(day.toString(), PORTION);
        }
        return exams;
    }

    /** A copy from before a migration is needed for some weeks, and would otherwise keep what was deleted since. */
    private List<Path> oldSchemaCopies() {
        Instant end = now().minus(settings().raw());
        return keeping.schemaCopies().stream()
                .filter(file -> modified(file).isBefore(end))
                .toList();
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
