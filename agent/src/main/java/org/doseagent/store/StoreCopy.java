package org.doseagent.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.store.alerts.Audit;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.sql.Database;
import org.doseagent.store.sql.InboxNumbers;
import org.doseagent.store.sql.Session;
import org.doseagent.store.sql.Statements;
import org.jspecify.annotations.Nullable;

/**
 * Copies {@code doses.db} into a PostgreSQL database, in one transaction: all rows or none. Before it commits, it reads both stores and
 * compares count and hash of each table. The file stays as it is.
 */
public final class StoreCopy {

    /** Tables that triggers of the database fill. */
    private static final Set<String> MADE_BY_TRIGGERS = Set.of("received_count", "audit_head");

    /** Tables in which a row names the agent that has the log. */
    private static final Set<String> OF_AGENT = Set.of("inbox_position", "inbox_attempt");

    /** Columns with numbers of inbox entries, by table. */
    private static final Map<String, Set<String>> INBOX_NUMBERS = Map.of(
            "received", Set.of("id"), "report", Set.of("inbox_id"), "inbox_attempt", Set.of("first_id", "last_id"));

    /** Tables whose next number the database gives. */
    private static final List<String> NUMBERED = List.of("alert", "audit", "release_cell");

    private static final int BATCH = 1_000;

    private final Statements source;
    private final Statements target;
    private final InboxNumbers numbers;

    /** The numbers of the sites in the database by those in the file. */
    private final Map<Long, Long> sites = new LinkedHashMap<>();

    private StoreCopy(Statements source, Statements target, InboxNumbers numbers) {
        this.source = source;
        this.target = target;
        this.numbers = numbers;
    }

    /** A table with its columns in the order of the file, and those of its key. */
    private record Table(String name, List<String> columns, List<String> key) {

        String select() {
            return "SELECT " + String.join(", ", columns) + " FROM " + name + " ORDER BY " + String.join(", ", key);
        }
    }

    /** Rows and the hash of their values in the order of the key. */
    private record Digest(long rows, String sha256) {}

    /**
     * Copies the store of a data directory. No daemon may run on it.
     *
     * @param to the settings of the same site with the database
     * @return the number of rows by table
     * @throws StoreException if the database has data of one of the sites already, or fails; nothing was copied
     */
    public static Map<String, Long> run(StoreSettings to, Clock clock) {
        Path file = to.folder().resolve("doses.db");
        if (!Files.exists(file)) {
            throw new StoreException(
                    "there is no doses.db in " + to.folder(), new IllegalStateException("no store"), false);
        }
        try (Session written = Session.of(to)) {
            written.prepareToWrite();
            InboxNumbers numbers = written.inboxNumbers();
            return written.inTransaction(() -> {
                Statements source = new Statements(Database.openToRead(file, Database.DOSES, Session.SCHEMA, false));
                try {
                    source.connection().setAutoCommit(false); // begins
                    StoreCopy copy = new StoreCopy(source, written.transaction(), numbers);
                    Map<String, Long> rows = copy.all();
                    new Audit(written.transaction().connection(), to.siteId())
                            .append(new AuditAct(
                                    clock.instant(),
                                    "dose-agent",
                                    AuditAct.Kind.STORE_COPIED,
                                    "doses.db into the database"));
                    return rows;
                } finally {
                    source.discard();
                }
            });
        }
    }

    private Map<String, Long> all() throws SQLException {
        mapSites();
        Map<String, Long> rows = new LinkedHashMap<>();
        List<Table> tables = tables();
        for (Table table : tables) {
            if (!MADE_BY_TRIGGERS.contains(table.name())) {
                copy(table);
            }
        }
        for (Table table : tables) {
            rows.put(table.name(), verified(table));
        }
        for (String table : NUMBERED) {
            target.query(
                    "SELECT setval(pg_get_serial_sequence('" + table
                            + "', 'id'), greatest(max(id), nextval(pg_get_serial_sequence('" + table
                            + "', 'id')))) FROM " + table,
                    row -> row.getLong(1));
        }
        return rows;
    }

    /** Gives the sites of the file their numbers in the database, which must not have data of them. */
    private void mapSites() throws SQLException {
        Map<Long, String> names = new LinkedHashMap<>();
        source.query("SELECT id, name FROM site ORDER BY id", row -> names.put(row.getLong(1), row.getString(2)));
        for (Map.Entry<Long, String> site : names.entrySet()) {
            target.update("INSERT INTO site (name) VALUES (?) ON CONFLICT DO NOTHING", site.getValue());
            long number = target.query("SELECT id FROM site WHERE name = ?", row -> row.getLong(1), site.getValue())
                    .get(0);
            sites.put(site.getKey(), number);
        }
        List<String> texts = source.query(
                "SELECT site FROM received UNION SELECT site FROM audit UNION SELECT site FROM release UNION SELECT name FROM site",
                row -> row.getString(1));
        for (String site : texts) {
            boolean hasData = !target.query(
                            "SELECT 1 FROM text t JOIN site s ON s.id = t.site WHERE s.name = ? UNION SELECT 1 FROM received WHERE site = ?"
                                    + " UNION SELECT 1 FROM audit WHERE site = ? UNION SELECT 1 FROM release WHERE site = ?",
                            row -> 1,
                            site,
                            site,
                            site,
                            site)
                    .isEmpty();
            if (hasData) {
                throw new StoreException(
                        "the database has data of the site " + site + " already; nothing was copied",
                        new IllegalStateException("not empty"),
                        false);
            }
        }
    }

    /** Returns the tables in the order in which they were made: a table comes after those that it refers to. */
    private List<Table> tables() throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String name : source.query(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'site' ORDER BY rowid",
                row -> row.getString(1))) {
            List<String> columns = new ArrayList<>();
            source.query(
                    "SELECT name FROM pragma_table_info(?) ORDER BY cid", row -> columns.add(row.getString(1)), name);
            List<String> key = source.query(
                    "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", row -> row.getString(1), name);
            tables.add(new Table(name, List.copyOf(columns), List.copyOf(key)));
        }
        return tables;
    }

    private void copy(Table table) throws SQLException {
        boolean namesAgent = OF_AGENT.contains(table.name());
        String columns = String.join(", ", table.columns()) + (namesAgent ? ", agent" : "");
        int count = table.columns().size() + (namesAgent ? 1 : 0);
        String insert = "INSERT INTO " + table.name() + " (" + columns + ") VALUES (?" + ", ?".repeat(count - 1) + ")";
        try (PreparedStatement statement = target.connection().prepareStatement(insert)) {
            int[] pending = new int[1];
            source.each(table.select(), row -> {
                for (int i = 0; i < table.columns().size(); i++) {
                    statement.setObject(i + 1, value(table, i, row.getObject(i + 1)));
                }
                if (namesAgent) {
                    statement.setLong(count, numbers.agent());
                }
                statement.addBatch();
                if (++pending[0] % BATCH == 0) {
                    statement.executeBatch();
                }
                return row;
            });
            statement.executeBatch();
        }
    }

    /** Returns a value of the file as the database has it. */
    private @Nullable Object value(Table table, int column, @Nullable Object value) {
        String name = table.columns().get(column);
        if (value instanceof Number number) {
            if (name.equals("site")) {
                return sites.get(number.longValue());
            }
            boolean isInboxNumber =
                    INBOX_NUMBERS.getOrDefault(table.name(), Set.of()).contains(name);
            return isInboxNumber ? numbers.idOf(number.longValue()) : number.longValue();
        }
        return value instanceof String text ? text.replace('\0', '\uFFFD') : value;
    }

    private long verified(Table table) throws SQLException {
        Digest expected = digest(source, table, true);
        Digest copied = digest(target, table, false);
        if (!expected.equals(copied)) {
            throw new StoreException(
                    "the copy of table " + table.name() + " differs: " + copied.rows() + " rows of " + expected.rows()
                            + "; nothing was copied",
                    new IllegalStateException("copy differs"),
                    false);
        }
        return expected.rows();
    }

    /** Returns count and hash of the rows of the copied sites. */
    private Digest digest(Statements store, Table table, boolean isSource) throws SQLException {
        Sha256.Running hash = new Sha256.Running();
        long[] rows = new long[1];
        String sql = isSource ? table.select() : ofCopiedSites(table);
        store.each(sql, row -> {
            rows[0]++;
            for (int i = 0; i < table.columns().size(); i++) {
                Object value = isSource ? value(table, i, object(row, i)) : object(row, i);
                update(hash, value);
            }
            return row;
        });
        return new Digest(rows[0], hash.hex());
    }

    private static @Nullable Object object(ResultSet row, int column) throws SQLException {
        return row.getObject(column + 1);
    }

    /** Other sites may be in the database; those of the file are read in the order of the file. */
    private String ofCopiedSites(Table table) throws SQLException {
        boolean hasNumber = !source.query(
                        "SELECT 1 FROM pragma_table_info(?) WHERE name = 'site' AND type = 'INTEGER'",
                        row -> 1,
                        table.name())
                .isEmpty();
        String own = hasNumber
                ? "SELECT unnest(ARRAY" + sites.values() + "::bigint[])"
                : "SELECT name FROM site WHERE id IN (SELECT unnest(ARRAY" + sites.values() + "::bigint[]))";
        String order = hasNumber
                ? "array_position(ARRAY" + sites.values() + "::bigint[], site), " + String.join(", ", table.key())
                : String.join(", ", table.key());
        return "SELECT " + String.join(", ", table.columns()) + " FROM " + table.name() + " WHERE site IN (" + own
                + ") ORDER BY " + order;
    }

    private static void update(Sha256.Running hash, @Nullable Object value) {
        byte[] bytes =
                value instanceof byte[] blob ? blob : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        hash.add((value == null ? "null" : bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        if (value != null) {
            hash.add(bytes);
        }
    }
}
