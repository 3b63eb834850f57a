package org.doseagent.store.ledger;

import java.sql.SQLException;
import java.util.Optional;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.store.sql.Session;

/** The partition of each calendar year, written with the first release of the year and never changed. */
final class PartitionSchemes {

    private final Session session;
    private final String site;

    PartitionSchemes(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    Optional<PartitionScheme> find(int year) {
        return session
                .query(
                        "SELECT scheme FROM partition_scheme WHERE site = ? AND year = ?",
                        row -> PartitionScheme.parse(row.getString(1)),
                        site,
                        year)
                .stream()
                .findFirst();
    }

    /** Keeps the scheme of a year unless there is one; call it in the transaction that adds a release. */
    void keep(int year, PartitionScheme scheme) throws SQLException {
        session.run(
                "INSERT INTO partition_scheme (site, year, scheme) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                site,
                year,
                scheme.text());
    }
}
