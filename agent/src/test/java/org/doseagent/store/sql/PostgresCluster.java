package org.doseagent.store.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A private PostgreSQL server on loopback, from the programs of Debian, in a folder of its own. It sorts texts as people do, not by bytes,
 * so that a column without its collation is noticed. Ends with the process or by {@link #close}.
 */
public final class PostgresCluster implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    /** A file system in memory, where the machine has one. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final String USER = "dose";
    private static final String TEMPLATE = "dose_template";

    private final Path programs;
    private final Path folder;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread hook = new Thread(this::end, "postgres-end");

    private PostgresCluster(Path programs) throws IOException, InterruptedException {
        this(programs, 0);
    }

    /** A cluster of its own, or the standby of a primary on this port. */
    private PostgresCluster(Path programs, int primary) throws IOException, InterruptedException {
        this.programs = programs;
        this.folder = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "postgres")
                : Files.createTempDirectory("postgres");
        this.port = freePort();
        Runtime.getRuntime().addShutdownHook(hook);
        if (isRoot()) {
            run(List.of("chown", account(), folder.toString()));
        }
        if (primary > 0) {
            as(List.of(
                    program("pg_basebackup"),
                    "-D",
                    data(),
                    "-R",
                    "-X",
                    "stream",
                    "-c",
                    "fast",
                    "--no-sync",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    "" + primary,
                    "-U",
                    USER));
            start();
            return;
        }
        as(List.of(
                program("initdb"),
                "-D",
                data(),
                "-U",
                USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C",
                "--locale-provider=icu",
                "--icu-locale=en"));
        start();
    }

    private static final class Shared {
        private static final PostgresCluster CLUSTER = make();

        private static PostgresCluster make() {
            try {
                PostgresCluster made = new PostgresCluster(programs().orElseThrow());
                made.makeTemplate();
                return made;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Returns the server that the tests of this process share. */
    public static PostgresCluster shared() {
        return Shared.CLUSTER;
    }

    /** Returns a server of the caller's own, which it may stop. */
    public static PostgresCluster own() throws IOException, InterruptedException {
        return new PostgresCluster(programs().orElseThrow());
    }

    /** Returns the folder of the programs; empty where PostgreSQL is not installed. */
    public static Optional<Path> programs() {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts a standby of this server. */
    public PostgresCluster standby() throws IOException, InterruptedException {
        return new PostgresCluster(programs, port);
    }

    /** Makes a primary of a standby. */
    public void promote() throws IOException, InterruptedException {
        as(List.of(program("pg_ctl"), "-D", data(), "-w", "promote"));
    }

    /** Has the server speak TLS with this key, after a new start. Returns the certificate, which names localhost. */
    public Path speakTls() throws IOException, InterruptedException {
        Path key = Path.of(data(), "server.key");
        Path certificate = Path.of(data(), "server.crt");
        as(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
        execute("postgres", "ALTER SYSTEM SET ssl = on");
        stop();
        start();
        return certificate;
    }

    public int port() {
        return port;
    }

    /** Starts a server that was stopped. */
    public void start() throws IOException, InterruptedException {
        String options = "-p " + port + " -k " + folder
                + " -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=60"
                + " -c log_statement=none -c shared_buffers=64MB";
        as(List.of(program("pg_ctl"), "-D", data(), "-w", "-l", folder + "/log", "-o", options, "start"));
    }

    /** Stops the server as a crash would. */
    public void stop() throws IOException, InterruptedException {
        as(List.of(program("pg_ctl"), "-D", data(), "-m", "immediate", "-w", "stop"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The server refuses to run as root. */
    private static String account() {
        return "postgres";
    }

    private void as(List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=" + account(), "--regid=" + account(), "--clear-groups"));
        }
        all.addAll(command);
        run(all);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("postgres", ".out");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/tmp").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + " failed: " + Files.readString(output));
        }
        Files.delete(output);
    }

    private void makeTemplate() throws SQLException {
        execute("postgres", "CREATE DATABASE " + TEMPLATE);
        try (Session session = new Session(new PostgresDialect(settings(TEMPLATE), "template", name("template")))) {
            session.prepareToWrite();
        }
        execute(TEMPLATE, "DELETE FROM agent");
    }

    private static PostgresDialect.AgentName name(String text) {
        return new PostgresDialect.AgentName() {
            @Override
            public Optional<String> known() {
                return Optional.of(text);
            }

            @Override
            public String made() {
                return text;
            }
        };
    }

    /** Makes a database with the tables of this program and without rows; returns its name. */
    public String database() {
        String name = "test" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return name;
    }

    /** Makes a database without tables; returns its name. */
    public String emptyDatabase() {
        String name = "empty" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return name;
    }

    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, "");
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public PostgresSettings settings(String database) {
        return new PostgresSettings(
                url(database),
                Optional.of(USER),
                Optional.empty(),
                new PostgresSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30)));
    }

    private void end() {
        try {
            if (Files.exists(Path.of(data(), "postmaster.pid"))) {
                stop();
            }
            run(List.of("rm", "-rf", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }
}
