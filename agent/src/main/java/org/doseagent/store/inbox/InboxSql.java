package org.doseagent.store.inbox;

import org.doseagent.store.sql.InboxNumbers;

/**
 * The statements about one inbox that differ where several agents share a store: there the rows name the agent too, while the file of a
 * data directory has one inbox, which a changed {@code site.id} keeps. Each takes the same values.
 *
 * @param position up to where the log has entries; takes the site
 * @param setPosition takes the site and a position; never goes back
 * @param endAttempt takes the site
 * @param setAttempt takes the site, the first and the last number, and whether it is one object alone
 * @param attempt takes the site
 * @param counts the states and how many entries they have; takes the site
 * @param whose the condition on rows that the bytes of this log belong to; takes the site
 */
record InboxSql(
        String position,
        String setPosition,
        String endAttempt,
        String setAttempt,
        String attempt,
        String counts,
        String whose) {

    /** One inbox; the position is that of the log, whatever the site was called when it was written. */
    static final InboxSql OF_FILE = new InboxSql(
            "SELECT coalesce(max(position), 0) FROM inbox_position WHERE '' <> ?",
            """
            INSERT INTO inbox_position (site, position) VALUES (?, ?)
            ON CONFLICT (site) DO UPDATE SET position = max(position, excluded.position)
            """,
            "DELETE FROM inbox_attempt WHERE site = ?",
            """
            INSERT INTO inbox_attempt (site, first_id, last_id, is_alone) VALUES (?, ?, ?, ?)
            ON CONFLICT (site) DO UPDATE SET first_id = excluded.first_id, last_id = excluded.last_id, is_alone = excluded.is_alone
            """,
            "SELECT first_id, last_id, is_alone FROM inbox_attempt WHERE site = ?",
            "SELECT state, objects FROM received_count WHERE site = ? AND objects > 0",
            "'' <> ?");

    static InboxSql ofAgent(InboxNumbers numbers) {
        String agent = Long.toString(numbers.agent());
        String ofAgent = " WHERE site = ? AND agent = " + agent;
        return new InboxSql(
                "SELECT coalesce(max(position), 0) FROM inbox_position" + ofAgent,
                "INSERT INTO inbox_position (site, agent, position) VALUES (?, " + agent
                        + ", ?) ON CONFLICT (site, agent) DO UPDATE SET position = greatest(inbox_position.position, excluded.position)",
                "DELETE FROM inbox_attempt" + ofAgent,
                "INSERT INTO inbox_attempt (site, agent, first_id, last_id, is_alone) VALUES (?, " + agent + """
                        , ?, ?, ?)
                        ON CONFLICT (site, agent) DO UPDATE SET first_id = excluded.first_id, last_id = excluded.last_id,
                          is_alone = excluded.is_alone
                        """,
                "SELECT first_id, last_id, is_alone FROM inbox_attempt" + ofAgent,
                "SELECT state, sum(objects) FROM received_count WHERE site = ? AND objects > 0"
                        + (numbers.isOfOneAgent() ? " AND agent = " + agent : "") + " GROUP BY state",
                "site = ? AND id BETWEEN " + numbers.first() + " AND " + numbers.last());
    }
}
