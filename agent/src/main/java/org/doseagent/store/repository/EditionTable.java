package org.doseagent.store.repository;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.doseagent.store.sql.Session;

/** What was published, document by document; never changed. Methods that change rows are called in a transaction. */
final class EditionTable {

    private final Session session;

    EditionTable(Session session) {
        this.session = session;
    }

    long latest() {
        return session.query("SELECT coalesce(max(number), 0) FROM edition", row -> row.getLong(1))
                .get(0);
    }

    Optional<Instant> publishedAt() {
        return session
                .query(
                        "SELECT published_at FROM edition ORDER BY number DESC LIMIT 1",
                        row -> Instant.parse(row.getString(1)))
                .stream()
                .findFirst();
    }

    Optional<byte[]> document(long edition, String name) {
        return session
                .query(
                        "SELECT content FROM edition_document WHERE edition = ? AND name = ?",
                        row -> SubmissionTable.inflate(row.getBytes(1)),
                        edition,
                        name)
                .stream()
                .findFirst();
    }

    void add(long number, Instant at, Map<String, byte[]> documents) throws SQLException {
        session.run("INSERT INTO edition (number, published_at) VALUES (?, ?)", number, at.toString());
        for (Map.Entry<String, byte[]> each : documents.entrySet()) {
            session.run(
                    "INSERT INTO edition_document (edition, name, content) VALUES (?, ?, ?)",
                    number,
                    each.getKey(),
                    SubmissionTable.deflate(each.getValue()));
        }
    }
}
