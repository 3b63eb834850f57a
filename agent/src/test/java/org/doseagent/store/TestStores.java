package org.doseagent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.sql.OnPostgres;
import org.doseagent.store.sql.PostgresCluster;
import org.doseagent.store.sql.Session;
import org.jspecify.annotations.Nullable;

/**
 * The stores of tests about behaviour: a SQLite file in the folder of the test, or, in a class with {@link OnPostgres}, a database for each
 * folder.
 */
public final class TestStores {

    private static final Pattern DROP_TRIGGER = Pattern.compile("DROP TRIGGER (\\w+)");

    private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

    private static volatile @Nullable PostgresCluster cluster;

    private TestStores() {}

    public static void use(PostgresCluster postgres) {
        cluster = postgres;
    }

    public static void useSqlite() {
        cluster = null;
    }

    public static Session session(Path folder, String site) {
        return Session.of(settings(folder, site));
    }

    /** Returns the settings of a store in this folder. */
    public static StoreSettings settings(Path folder, String site) {
        return new StoreSettings(
                site,
                folder,
                new Inbox.Limits(10_000, 0, 1 << 20),
                new StoreSettings.Retention(Duration.ofDays(90), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.ofNullable(cluster).map(postgres -> postgres.settings(database(postgres, folder))));
    }

    private static String database(PostgresCluster postgres, Path folder) {
        return DATABASES.computeIfAbsent(folder.toAbsolutePath(), absent -> postgres.database());
    }

    /** Loses the store of a folder, whose log stays. */
    public static void lose(Path folder) throws IOException {
        if (cluster == null) {
            Files.delete(folder.resolve("doses.db"));
        } else {
            DATABASES.remove(folder.toAbsolutePath());
        }
    }

    /** Connects to the store of a folder, past the program. */
    public static Connection connect(Path folder) throws SQLException {
        PostgresCluster postgres = cluster;
        return postgres == null
                ? DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"))
                : postgres.connect(database(postgres, folder));
    }

    /** Runs statements past the program, which are written as for SQLite. */
    public static void run(Path folder, String... statements) throws SQLException {
        try (Connection connection = connect(folder);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(cluster == null ? sql : translated(statement, sql));
            }
        }
    }

    private static String translated(Statement statement, String sql) throws SQLException {
        Matcher trigger = DROP_TRIGGER.matcher(sql);
        if (!trigger.matches()) {
            return sql.replaceAll("x'([0-9A-F]*)'", "'\\\\\\\\x$1'::bytea").replace("\\\\x", "\\x");
        }
        try (ResultSet table =
                statement.executeQuery("SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                        + " WHERE t.tgname = '" + trigger.group(1) + "'")) {
            table.next();
            return sql + " ON " + table.getString(1);
        }
    }
}
