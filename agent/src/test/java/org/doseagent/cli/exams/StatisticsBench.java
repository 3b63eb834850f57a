package org.doseagent.cli.exams;

import java.time.YearMonth;
import org.doseagent.store.exams.MonthRange;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.doseagent.cli.Main;
import org.doseagent.review.DoseStatistics;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.exams.ValueGroup;

/**
 * Statistics of a big store, ours beside SQLite's window functions and, where its driver is on the class path, DuckDB: for
 * scripts/bench-statistics. Prints the median of alternated rounds in one warm machine, and the CPU of the fastest.
 */
final class StatisticsBench {

    private static final PrintStream OUT = System.out;

    private static final String TYPE_7 = """
            WITH ranked AS (
              SELECT %1$s, CAST(%2$s AS REAL) AS value, row_number() OVER (PARTITION BY %1$s ORDER BY CAST(%2$s AS REAL)) - 1 AS place,
                     count(*) OVER (PARTITION BY %1$s) - 1 AS last
                FROM %3$s AND %2$s IS NOT NULL)
            SELECT %1$s,
                   sum(CASE WHEN place = CAST(last * 0.5 AS INTEGER) THEN value * (1 - (last * 0.5 - CAST(last * 0.5 AS INTEGER)))
                            WHEN place = CAST(last * 0.5 AS INTEGER) + 1 THEN value * (last * 0.5 - CAST(last * 0.5 AS INTEGER)) END),
                   sum(CASE WHEN place = CAST(last * 0.75 AS INTEGER) THEN value * (1 - (last * 0.75 - CAST(last * 0.75 AS INTEGER)))
                            WHEN place = CAST(last * 0.75 AS INTEGER) + 1 THEN value * (last * 0.75 - CAST(last * 0.75 AS INTEGER)) END)
              FROM ranked GROUP BY %1$s
            """;

    /** What is timed. */
    private interface Work {
        void run() throws Exception;
    }

    private final Path data;
    private final int rounds;

    private StatisticsBench(Path data, int rounds) {
        this.data = data;
        this.rounds = rounds;
    }

    /** Arguments: data directory, rounds. */
    public static void main(String[] args) throws Exception {
        new StatisticsBench(Path.of(args[0]), Integer.parseInt(args[1])).run();
    }

    private void run() throws Exception {
        String parts = "part WHERE site = 'demo-hospital' AND is_qa = 0";
        String events = "event WHERE site = 'demo-hospital' AND role = 'DIAGNOSTIC'";
        String byCategory = "category, study_month, is_adult, phantom_cm";
        String byProtocol = "protocol, study_month, phantom_cm";
        queries();
        ours("exams by category and month", "stats", "--by", "category,month");
        sqlite("  the same by SQLite's window functions", byCategory, parts);
        duckDb("  the same by DuckDB", "part", byCategory);
        ours("events by protocol and month", "stats", "--by", "protocol,month");
        sqlite("  the same by SQLite's window functions", byProtocol, events);
        duckDb("  the same by DuckDB", "event", byProtocol);
        ours(
                "one category's last year",
                "stats",
                "--by",
                "category,month",
                "--category",
                "CT-STAT-07",
                "--from",
                "2025-01");
        sqlite(
                "  the same by SQLite's window functions",
                byCategory,
                parts + " AND category = 'CT-STAT-07' AND study_month >= '2025-01'");
        ours("devices list", "devices", "list");
        ours("exams list", "exams", "list");
        ours("drl compare", "drl", "compare", "--as-of", "2025-12-31");
    }

    /** The statistics alone, from an open store to all percentiles. */
    private void queries() throws Exception {
        try (PartDoses store = new PartDoses(data, "demo-hospital")) {
            List<DoseStatistics.Key> byCategory = List.of(DoseStatistics.Key.CATEGORY, DoseStatistics.Key.MONTH);
            timed("exams by category and month, query", () -> percentiles(byCategory, store.values("", MonthRange.ALL)));
            timed(
                    "events by protocol and month, query",
                    () -> percentiles(
                            List.of(DoseStatistics.Key.PROTOCOL, DoseStatistics.Key.MONTH), store.eventValues(MonthRange.ALL)));
            timed(
                    "one category's last year, query",
                    () -> percentiles(byCategory, store.values("CT-STAT-07", new MonthRange(YearMonth.of(2025, 1), null))));
        }
    }

    private static void percentiles(List<DoseStatistics.Key> by, List<ValueGroup> groups) {
        for (DoseStatistics.Line line : DoseStatistics.lines(by, groups)) {
            for (int percent : List.of(25, 50, 75)) {
                line.dlpMGyCm().percentile(percent);
                line.ctdiVolMGy().percentile(percent);
            }
        }
    }

    /** The whole command, the opening of the store and the printing of its CSV included, in this machine. */
    private void ours(String name, String... command) throws Exception {
        String[] all = Arrays.copyOf(command, command.length + 5);
        List<String> options = List.of("--csv", "--config", "config/agent.yaml", "--data-dir", data.toString());
        for (int i = 0; i < options.size(); i++) {
            all[command.length + i] = options.get(i);
        }
        timed(name, () -> {
            if (Main.execute(all, new PrintWriter(Writer.nullWriter()), new PrintWriter(System.err, true)) != 0) {
                throw new IllegalStateException(name + " failed");
            }
        });
    }

    private void sqlite(String name, String keys, String rows) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("doses.db"))) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA cache_size = -65536");
                statement.execute("PRAGMA temp_store = MEMORY");
            }
            // Ten times slower than the other one, so one round is enough.
            timed(name, 1, () -> {
                for (String quantity : List.of("ctdi_vol_mgy", "dlp_mgycm")) {
                    drain(connection, String.format(Locale.ROOT, TYPE_7, keys, quantity, rows));
                }
            });
        }
    }

    private void duckDb(String name, String table, String keys) throws Exception {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            copy(table, keys, duck);
            String query = "SELECT " + keys
                    + ", quantile_cont(ctdi, [0.5, 0.75]), quantile_cont(dlp, [0.5, 0.75]) FROM copied GROUP BY "
                    + keys;
            timed(name, () -> drain(duck, query));
        } catch (SQLException e) {
            OUT.println(name + ": not measured, " + e.getMessage());
        }
    }

    /** Copies what the statistics are made of into DuckDB, as text through a file. */
    private void copy(String table, String keys, Connection duck) throws Exception {
        Path file = java.nio.file.Files.createTempFile("bench", ".csv");
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("doses.db"));
                Statement statement = sqlite.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + keys + ", ctdi_vol_mgy, dlp_mgycm FROM " + table);
                PrintWriter out = new PrintWriter(java.nio.file.Files.newBufferedWriter(file))) {
            int columns = rows.getMetaData().getColumnCount();
            out.println(keys + ", ctdi, dlp");
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    line.append(i == 1 ? "" : ",").append(rows.getString(i));
                }
                out.println(line);
            }
        }
        try (Statement statement = duck.createStatement()) {
            statement.execute("CREATE TABLE copied AS SELECT * FROM read_csv('" + file + "')");
        } finally {
            java.nio.file.Files.delete(file);
        }
    }

    private static void drain(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private void timed(String name, Work work) throws Exception {
        work.run();
        timed(name, rounds, work);
    }

    private static void timed(String name, int times, Work work) throws Exception {
        double[] seconds = new double[times];
        double leastCpu = Double.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            long cpu = cpuNanos();
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
            leastCpu = Math.min(leastCpu, (cpuNanos() - cpu) / 1e9);
        }
        Arrays.sort(seconds);
        OUT.printf(
                Locale.ROOT,
                "%-45s median %7.3f s, least %7.3f s, CPU %7.3f s%n",
                name,
                seconds[times / 2],
                seconds[0],
                leastCpu);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
