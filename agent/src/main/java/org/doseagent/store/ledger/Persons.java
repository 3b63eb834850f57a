package org.doseagent.store.ledger;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.store.sql.Session;

/**
 * Which patient keys may be of one person: keys of one ID under different issuers or spellings. The patient stays two patients in lists;
 * disclosure control counts one. A key that is not here, because its reports were read by an earlier program, is a person of its own.
 * Thread-safe.
 */
public final class Persons implements AutoCloseable {

    /** Keys that need no query; patients come back within days. */
    private static final int REMEMBERED = 10_000;

    private final String site;
    private final Session session;
    private final Map<PatientKey, String> known = new HashMap<>();

    public Persons(Path dataDirectory, String site) {
        this(new Session(dataDirectory), site);
    }

    /** Uses a session, which it closes. */
    public Persons(Session session, String site) {
        this.site = site;
        this.session = session;
    }

    /** Stores the person of each key, those that are new in one transaction. */
    public synchronized void add(Map<PatientKey, String> persons) {
        Map<PatientKey, String> added = new HashMap<>(persons);
        added.keySet().removeIf(key -> find(key).equals(persons.get(key)));
        if (added.isEmpty()) {
            return;
        }
        session.inTransaction(() -> {
            for (Map.Entry<PatientKey, String> each : added.entrySet()) {
                session.run(
                        "INSERT INTO person (site, patient_key, person) VALUES (?, ?, ?)"
                                + " ON CONFLICT (site, patient_key) DO UPDATE SET person = excluded.person",
                        site,
                        each.getKey().value(),
                        each.getValue());
            }
        });
        added.forEach(this::remember);
    }

    /** Returns the key of the person of a patient key, which is the same for all keys of the person. */
    public synchronized PatientKey personOf(PatientKey key) {
        String person = find(key);
        return person.isEmpty() ? key : new PatientKey("person " + person);
    }

    private String find(PatientKey key) {
        String remembered = known.get(key);
        if (remembered != null) {
            return remembered;
        }
        String stored = session
                .query(
                        "SELECT person FROM person WHERE site = ? AND patient_key = ?",
                        row -> row.getString(1),
                        site,
                        key.value())
                .stream()
                .findFirst()
                .orElse("");
        if (!stored.isEmpty()) {
            remember(key, stored);
        }
        return stored;
    }

    private void remember(PatientKey key, String person) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(key, person);
    }

    @Override
    public void close() {
        session.close();
    }
}
