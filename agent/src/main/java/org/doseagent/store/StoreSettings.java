package org.doseagent.store;

import java.nio.file.Path;
import java.time.Duration;
import org.doseagent.store.inbox.Inbox;

/**
 * Where the stores are, and how much the inbox holds.
 *
 * @param siteId the first column of every key
 * @param folder the data directory, absolute
 * @param rawRetention how long the bytes of a processed object are kept
 */
public record StoreSettings(String siteId, Path folder, Inbox.Limits inbox, Duration rawRetention) {}
