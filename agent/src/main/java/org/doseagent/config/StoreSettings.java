package org.doseagent.config;

import java.util.Locale;
import org.doseagent.config.Settings.PatientIdentity;

/** Reads {@code store}: where doses are kept, how patients are known there, and when senders are told to wait. */
final class StoreSettings {

    private StoreSettings() {}

    static Settings.Store read(ConfigTree tree) {
        tree.only("store.url", "sqlite");
        return new Settings.Store(
                PatientIdentity.valueOf(
                        tree.word("store.patientIdentity", "pseudonym", "id").toUpperCase(Locale.ROOT)),
                tree.duration("store.rawRetention", "90d"),
                tree.size("store.minFreeDisk", "1GiB", 0, 1L << 50),
                tree.integer("store.maxWaitingObjects", 1_000_000, 1, Integer.MAX_VALUE));
    }
}
