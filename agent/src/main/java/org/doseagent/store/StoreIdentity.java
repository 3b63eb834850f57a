package org.doseagent.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.sql.Session;

/**
 * The fingerprints of {@code secret.key}, {@code signing.key} and {@code site.id} in {@code doses.db}: with another secret every patient
 * would become a second patient, with another signing key nobody could check the releases, and under another {@code site.id} every list
 * would be empty. A store that has data and does not fit is refused. Thread-safe.
 */
public final class StoreIdentity {

    /** The key of the row that names the site. */
    private static final String SITE_ID = "site.id";

    private final Session session;
    private final String site;

    public StoreIdentity(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    /** A key file. */
    public enum KeyFile {
        /** The secret of the pseudonyms. */
        SECRET(
                DataDirectory.SECRET_KEY,
                "every patient would get a second pseudonym",
                "SELECT 1 FROM exam e JOIN site s ON s.id = e.site WHERE s.name = ? LIMIT 1"),
        /** The keys that sign releases. */
        SIGNING(
                DataDirectory.SIGNING_KEY,
                "receivers could not check the next release",
                "SELECT 1 FROM release WHERE site = ? LIMIT 1");

        private final String file;
        private final String consequence;
        private final String dataQuery;

        KeyFile(String file, String consequence, String dataQuery) {
            this.file = file;
            this.consequence = consequence;
            this.dataQuery = dataQuery;
        }

        /** Returns the name of the file in the data directory. */
        public String file() {
            return file;
        }
    }

    /** Returns why the configured site is not the site of this store; empty if it is, or if the store has no data yet. */
    public Optional<String> siteProblem() {
        if (session.isShared()) { // its other sites have agents of their own
            return Optional.empty();
        }
        List<String> recorded = session.query(
                "SELECT site FROM store_key WHERE name = ? UNION"
                        + " SELECT s.name FROM site s WHERE EXISTS (SELECT 1 FROM exam e WHERE e.site = s.id) ORDER BY 1",
                row -> row.getString(1),
                SITE_ID);
        return recorded.isEmpty() || recorded.contains(site)
                ? Optional.empty()
                : Optional.of("doses.db has the exams of site " + String.join(", ", recorded) + ", and site.id is "
                        + site + ". Put site.id back, or give the new site a data directory of its own (dataDir)");
    }

    /** Refuses the store of another site. */
    public void requireSite() {
        siteProblem().ifPresent(StoreIdentity::refuse);
    }

    /**
     * Returns why a key file is not the one of this store; empty if it is, or if the store needs none yet.
     *
     * @param present the fingerprint of the file; absent if there is no file
     */
    public Optional<String> problem(KeyFile key, Fingerprint present) {
        Optional<String> recorded = recorded(key);
        if (present.value().isPresent()) {
            return recorded.isEmpty() || recorded.equals(present.value())
                    ? Optional.empty()
                    : Optional.of(key.file + " is not the key of this store; with it, " + key.consequence + ". "
                            + wayOut(key));
        }
        return recorded.isPresent() || hasData(key)
                ? Optional.of(key.file + " is missing, and the store has data; with a new key, " + key.consequence
                        + ". " + wayOut(key))
                : Optional.empty();
    }

    private static String wayOut(KeyFile key) {
        return "Put back " + key.file
                + " from the backup (dose-agent db restore). Only if it is lost for good, go on with"
                + " a new key: dose-agent db accept-keys --by WHO";
    }

    /** The fingerprint of a key file; absent if there is no file. */
    public record Fingerprint(Optional<String> value) {}

    /** Refuses a key file that is not the one of this store. */
    public void require(KeyFile key, Fingerprint present) {
        problem(key, present).ifPresent(StoreIdentity::refuse);
    }

    private static void refuse(String problem) {
        throw new StoreException(problem, new IllegalStateException("store of other keys"), false);
    }

    private Optional<String> recorded(KeyFile key) {
        return session
                .query(
                        "SELECT fingerprint FROM store_key WHERE site = ? AND name = ?",
                        row -> row.getString(1),
                        site,
                        key.file)
                .stream()
                .findFirst();
    }

    private boolean hasData(KeyFile key) {
        return !session.query(key.dataQuery, row -> row.getInt(1), site).isEmpty();
    }

    /** Tells whether site and both keys are recorded. */
    public boolean isRecorded() {
        return session.query("SELECT name FROM store_key WHERE site = ?", row -> row.getString(1), site)
                        .size()
                > KeyFile.values().length;
    }

    /** Records what is not recorded yet: site and key files. */
    public void record(Map<KeyFile, String> fingerprints, Instant now) {
        session.inTransaction(() -> {
            for (Map.Entry<String, String> each : rows(fingerprints).entrySet()) {
                session.run(
                        "INSERT INTO store_key (site, name, fingerprint, recorded_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        site,
                        each.getKey(),
                        each.getValue(),
                        now.toString());
            }
        });
    }

    /** Replaces the fingerprints, because a key is lost for good, and writes into the audit who decided that. */
    public void accept(Map<KeyFile, String> fingerprints, AuditAct act) {
        session.inTransaction(() -> {
            for (Map.Entry<String, String> each : rows(fingerprints).entrySet()) {
                session.run(
                        "INSERT INTO store_key (site, name, fingerprint, recorded_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (site, name) DO UPDATE SET fingerprint = excluded.fingerprint, recorded_at = excluded.recorded_at",
                        site,
                        each.getKey(),
                        each.getValue(),
                        act.at().toString());
            }
            session.audit(site).append(act);
        });
    }

    private Map<String, String> rows(Map<KeyFile, String> fingerprints) {
        Map<String, String> rows = new TreeMap<>(Map.of(SITE_ID, site));
        fingerprints.forEach((key, fingerprint) -> rows.put(key.file, fingerprint));
        return rows;
    }
}
