package org.doseagent.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.doseagent.dose.Diagnosis;
import org.doseagent.store.StoreException;

/** The folder of the scheduled backups: {@code dose-agent-20261125T020000Z.zip}, the newest of which stay. */
public final class BackupFolder {

    private static final String PREFIX = "dose-agent-";
    private static final String SUFFIX = ".zip";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    /** A daily backup may fail once before somebody must look. */
    private static final Duration OLD = Duration.ofHours(49);

    private final Path folder;

    public BackupFolder(Path folder) {
        this.folder = folder;
    }

    /** Returns the file of a backup that is made now. */
    public Path fileOf(Instant now) {
        return folder.resolve(PREFIX + TIME.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC)) + SUFFIX);
    }

    /** Returns the backups, oldest first. */
    public List<Path> backups() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> timeOf(file).isPresent()).sorted().toList();
        } catch (IOException e) {
            throw new StoreException("the folder of the backups cannot be read", e, true);
        }
    }

    /** Returns when the newest backup was made. */
    public Optional<Instant> newest() {
        List<Path> all = backups();
        return all.isEmpty() ? Optional.empty() : timeOf(all.get(all.size() - 1));
    }

    private static Optional<Instant> timeOf(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String text = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
            return Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Tells whether no backup was made since the last time of day at which one was due. */
    public boolean isDue(Instant now, LocalTime at, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        ZonedDateTime today = local.toLocalDate().atTime(at).atZone(zone);
        Instant due = (today.isAfter(local) ? today.minusDays(1) : today).toInstant();
        return newest().filter(last -> !last.isBefore(due)).isEmpty();
    }

    /** Deletes all but the newest backups. Returns how many were deleted. */
    public int keepNewest(int keep) {
        List<Path> all = backups();
        int deleted = 0;
        try {
            for (Path file : all.subList(0, Math.max(0, all.size() - keep))) {
                Files.deleteIfExists(file);
                deleted++;
            }
        } catch (IOException e) {
            throw new StoreException("an old backup cannot be deleted", e, true);
        }
        return deleted;
    }

    /** Checks the age of the newest backup. */
    public Diagnosis check(Instant now) {
        Optional<Instant> newest = newest();
        if (newest.isEmpty()) {
            return Diagnosis.warn(
                    "backup",
                    folder + " has no backup yet",
                    "the daemon makes one at store.backup.at; or run: dose-agent db backup FILE");
        }
        Duration age = Duration.between(newest.get(), now);
        String text = "the newest backup is of " + newest.get();
        return age.compareTo(OLD) > 0
                ? Diagnosis.bad("backup", text, "read the log of the daemon for event=backup-failed")
                : Diagnosis.ok("backup", text);
    }
}
