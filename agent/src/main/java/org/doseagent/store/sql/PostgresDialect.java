package org.doseagent.store.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database that agents of several sites share. Writers of one site take turns by an advisory lock; those of different sites
 * do not wait for each other. Thread-safe.
 */
public final class PostgresDialect implements Dialect {

    /** Rows that a reading connection fetches at once, so that an export needs no memory for all of them. */
    private static final int FETCH_ROWS = 1_000;

    /** How much longer than a write a query may take: statistics of a network read years of exams. */
    private static final int READING_FACTOR = 10;

    private static final String SITE_LOCK =
            "SELECT pg_advisory_xact_lock(hashtextextended('dose-agent site ' || ?, 0))";

    private final PostgresSettings settings;
    private final String site;
    private final AgentName name;
    private final ReconnectDelay delay = new ReconnectDelay();

    /** Whether this process has seen the tables. */
    private volatile boolean hasTables;

    /** Null until the agent is registered or found. */
    private volatile @Nullable Long number;

    /** How an agent is recognised by the database. */
    public interface AgentName {

        /** Returns the name; empty where this data directory has none yet. */
        Optional<String> known();

        /** Returns the name; gives this data directory one at the first call. */
        String made();
    }

    public PostgresDialect(PostgresSettings settings, String site, AgentName name) {
        this.settings = settings;
        this.site = site;
        this.name = name;
    }

    @Override
    public boolean hasStore() {
        return hasTables;
    }

    @Override
    public Statements openToWrite() {
        return open(1, connection -> {
            PostgresSchema.migrate(connection, Session.SCHEMA);
            hasTables = true;
            Statements statements = statementsOf(connection);
            number = register(statements);
            return statements;
        });
    }

    @Override
    public Statements openToRead(boolean hasWriter) {
        return open(READING_FACTOR, connection -> {
            Statements statements = statementsOf(connection);
            int current = PostgresSchema.version(connection);
            if (current == 0) {
                connection.close();
                return new Statements(Database.openEmpty());
            }
            PostgresSchema.require(current, Session.SCHEMA);
            hasTables = true;
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            if (number == null) {
                number = find(statements, name.known().orElse("")).orElse(null);
            }
            return statements;
        });
    }

    /** What is done with a new connection. */
    private interface Setup {
        Statements apply(Connection connection) throws SQLException;
    }

    /** Connects and sets the connection up; one whose set-up fails is closed. */
    private Statements open(int timeoutFactor, Setup setup) {
        return delay.connect(() -> {
            try {
                Connection connection = connect(timeoutFactor);
                try {
                    return setup.apply(connection);
                } catch (SQLException | RuntimeException e) {
                    connection.close();
                    throw e;
                }
            } catch (SQLException e) {
                throw Database.failure("store cannot be opened", e);
            }
        });
    }

    private Connection connect(int timeoutFactor) throws SQLException {
        Properties properties = new Properties();
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty(
                "connectTimeout", Long.toString(settings.timeouts().connect().toSeconds()));
        long answerSeconds = settings.timeouts().answer().toSeconds() * timeoutFactor;
        properties.setProperty("socketTimeout", Long.toString(answerSeconds));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "dose-agent " + site);
        // A message of the server may name values of a row.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("defaultRowFetchSize", Integer.toString(FETCH_ROWS));
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + Database.BUSY_TIMEOUT.toMillis());
            statement.execute("SET idle_in_transaction_session_timeout = " + answerSeconds * 1_000);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Statements statementsOf(Connection connection) {
        return new Statements(connection, PostgresDialect::bind);
    }

    /** PostgreSQL has no character 0, which a report may contain. */
    private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            boolean hasZero = value instanceof String text && text.indexOf('\0') >= 0;
            statement.setObject(i + 1, hasZero ? value.toString().replace('\0', '\uFFFD') : value);
        }
    }

    private long register(Statements statements) throws SQLException {
        Supplier<String> own = name::made;
        Connection connection = statements.connection();
        connection.setAutoCommit(false); // begins
        waitForOtherWriters(statements);
        Optional<Long> known = find(statements, own.get());
        if (known.isEmpty()) {
            statements.update("""
                    INSERT INTO agent (site, number, name) SELECT ?, coalesce(max(number) + 1, 0), ? FROM agent WHERE site = ?
                    """, site, own.get(), site);
            known = find(statements, own.get());
        }
        connection.setAutoCommit(true); // commits
        return known.orElseThrow();
    }

    private Optional<Long> find(Statements statements, String agent) throws SQLException {
        return statements
                .query("SELECT number FROM agent WHERE site = ? AND name = ?", row -> row.getLong(1), site, agent)
                .stream()
                .findFirst();
    }

    @Override
    public void waitForOtherWriters(Statements transaction) throws SQLException {
        List<Integer> locked = transaction.query(SITE_LOCK, row -> 1, site);
        if (locked.isEmpty()) {
            throw new IllegalStateException("the lock of the site was not given");
        }
    }

    @Override
    public void writeNothing(Statements transaction) throws SQLException {
        transaction.update("UPDATE agent SET name = name WHERE site = ? AND number = ?", site, number);
    }

    @Override
    public Duration lockTimeout() {
        return Database.BUSY_TIMEOUT;
    }

    @Override
    public boolean isConnectionGone(SQLException failure) {
        return PostgresFailure.isConnectionGone(failure);
    }

    @Override
    public Optional<Long> agent() {
        return Optional.ofNullable(number);
    }

    @Override
    public boolean isShared() {
        return true;
    }
}
