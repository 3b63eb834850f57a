package org.doseagent.store.ledger;

import java.sql.SQLException;
import java.util.Optional;
import org.doseagent.aggregate.cells.PeriodScheme;
import org.doseagent.store.sql.Session;

/** The lengths of the periods of each calendar year, chosen before the first release of the year and never changed. */
final class PeriodSchemes {

    private final Session session;
    private final String site;

    PeriodSchemes(Session session, String site) {
        this.session = session;
        this.site = site;
    }

    Optional<PeriodScheme> find(int year) {
        return session
                .query(
                        "SELECT scheme FROM period_scheme WHERE site = ? AND year = ?",
                        row -> PeriodScheme.parse(row.getString(1)),
                        site,
                        year)
                .stream()
                .findFirst();
    }

    /** Keeps the scheme of a year unless there is one; call it in a transaction. */
    void keep(int year, PeriodScheme scheme) throws SQLException {
        session.run(
                "INSERT INTO period_scheme (site, year, scheme) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                site,
                year,
                scheme.text());
    }
}
