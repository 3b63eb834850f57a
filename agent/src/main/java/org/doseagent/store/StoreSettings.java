package org.doseagent.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.sql.PostgresSettings;

/**
 * Where the stores are, how much the inbox holds, how long data are kept, and when the store is backed up.
 *
 * @param siteId the first column of every key
 * @param folder the data directory, absolute
 * @param backup the scheduled backup; empty if there is none
 * @param database the database that agents share; empty: {@code doses.db} in the data directory
 */
public record StoreSettings(
        String siteId,
        Path folder,
        Inbox.Limits inbox,
        Retention retention,
        Optional<BackupPlan> backup,
        Optional<PostgresSettings> database) {

    /** Returns the settings of another site that shares the database. */
    public StoreSettings ofSite(String id) {
        return new StoreSettings(id, folder, inbox, retention, backup, database);
    }

    /**
     * How long data are kept, by class. Empty: for ever.
     *
     * @param raw the bytes of a processed object
     * @param quarantined the bytes of an object that could not be read
     * @param exams an exam with its reports, events and alerts, after the date of the study
     */
    public record Retention(Duration raw, Optional<Duration> quarantined, Optional<Duration> exams) {}

    /**
     * A backup each day.
     *
     * @param at local time of day
     * @param keep how many backups stay; older ones are deleted
     */
    public record BackupPlan(Path folder, LocalTime at, int keep) {}
}
