package org.doseagent.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.doseagent.store.inbox.Inbox;

/**
 * Where the stores are, and how much the inbox holds.
 *
 * @param siteId the first column of every key
 * @param folder the data directory, absolute
 * @param rawRetention how long the bytes of a processed object are kept
 * @param database the database that agents share; empty: {@code doses.db} in the data directory
 */
public record StoreSettings(
        String siteId, Path folder, Inbox.Limits inbox, Duration rawRetention, Optional<PostgresSettings> database) {

    /** Returns the settings of another site that shares the database. */
    public StoreSettings ofSite(String id) {
        return new StoreSettings(id, folder, inbox, rawRetention, database);
    }
}
