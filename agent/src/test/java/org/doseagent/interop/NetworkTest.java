package org.doseagent.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.net.calling.Requestor;
import org.doseagent.store.sql.OnPostgres;
import org.doseagent.store.sql.PostgresCluster;
import org.doseagent.testdata.TestData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Agents of several sites on one PostgreSQL database: the same answers as SQLite, right totals after kills, and an outage that loses nothing. */
@Timeout(600)
@ExtendWith(OnPostgres.Extension.class)
final class NetworkTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

    /** {@code scripts/network-test} asks for more. */
    private static final int ROUNDS = Integer.getInteger("network.rounds", 4);

    private static final long SEED = Long.getLong("network.seed", 20261125);
    private static final int REPORTS_A_ROUND = 12;

    /** Agents by name; the first two share a site. */
    private static final Map<String, String> SITES = Map.of("a1", "site-a", "a2", "site-a", "b", "site-b");

    @TempDir
    private Path scratch;

    /** Else the driver of SQLite looks for its library in the folder of a test that has ended. */
    @BeforeAll
    static void loadSqlite() throws Exception {
        DriverManager.getConnection("jdbc:sqlite::memory:").close();
    }

    @Test
    void every_list_prints_the_same_as_on_sqlite() throws Exception {
        PostgresCluster cluster = PostgresCluster.shared();
        Path first = Files.createDirectories(scratch.resolve("sqlite"));
        Path second = Files.createDirectories(scratch.resolve("postgres"));
        CommandLineRun sqlite = new CommandLineRun(first);
        CommandLineRun postgres = onPostgres(second, "demo-hospital", cluster.url(cluster.database()));
        String reports = ROOT.resolve("test-data").toString();
        assertThat(sqlite.run("import", reports, "--json")).isZero();
        // The same secret gives the same patient keys.
        Files.copy(first.resolve("secret.key"), second.resolve("secret.key"));
        assertThat(postgres.run("import", reports, "--json")).as(postgres.err()).isZero();
        assertThat(postgres.out()).isEqualTo(sqlite.out());
        for (List<String> command : lists(sqlite)) {
            String[] arguments = command.toArray(String[]::new);
            int exit = sqlite.run(arguments);
            assertThat(exit).as("%s %s", command, sqlite.err()).isLessThan(2);
            assertThat(postgres.run(arguments)).as(command + postgres.err()).isEqualTo(exit);
            assertThat(withoutNow(postgres.out(), second)).as("%s", command).isEqualTo(withoutNow(sqlite.out(), first));
        }
        assertThat(second.resolve("doses.db")).doesNotExist();
    }

    /** The statistics of two sites are those of one store with the exams of both. */
    @Test
    void all_sites_are_read_at_once_and_each_by_its_name() throws Exception {
        String url = PostgresCluster.shared().url(PostgresCluster.shared().emptyDatabase());
        CommandLineRun together = new CommandLineRun(scratch.resolve("together"));
        CommandLineRun x = onPostgres(scratch.resolve("x"), "site-x", url);
        CommandLineRun y = onPostgres(scratch.resolve("y"), "site-y", url);
        String cases = ROOT.resolve("test-data/cases").toString();
        String month = ROOT.resolve("test-data/demo-month").toString();
        assertThat(together.run("import", cases, month)).isZero();
        assertThat(x.json("exams", "list")).as("nobody has made the tables").isEmpty();
        assertThat(x.json("inbox", "list")).isEmpty();
        assertThat(x.run("import", cases)).as(x.err()).isZero();
        assertThat(y.run("import", month)).as(y.err()).isZero();
        int ofX = x.json("exams", "list").size();
        int ofY = y.json("exams", "list").size();
        assertThat(x.json("exams", "list", "--site", "site-y")).hasSize(ofY);
        JsonNode exams = x.json("exams", "list", "--all-sites");
        assertThat(exams.findValuesAsText("site"))
                .containsOnly("site-x", "site-y")
                .hasSize(ofX + ofY);
        assertThat(x.json("devices", "list", "--all-sites").findValuesAsText("site"))
                .contains("site-x", "site-y");
        assertThat(x.json("alerts", "list", "--all-sites", "--status", "all"))
                .hasSize(x.json("alerts", "list", "--status", "all").size()
                        + y.json("alerts", "list", "--status", "all").size());
        for (String keys : List.of("category", "category,month", "device", "protocol")) {
            assertThat(x.json("stats", "--all-sites", "--by", keys)).isEqualTo(together.json("stats", "--by", keys));
        }
        List<String> compare = List.of("drl", "compare", "--from", "2026-01-01", "--to", "2026-12-31", "--all");
        List<String> network = new ArrayList<>(compare);
        network.add("--all-sites");
        assertThat(x.json(network.toArray(String[]::new))).isEqualTo(together.json(compare.toArray(String[]::new)));
        assertThat(x.run("inbox", "list", "--all-sites")).isEqualTo(2);
        assertThat(x.err()).contains("this command reads one site; name it with --site");
    }

    @Test
    void each_role_may_do_what_it_needs_and_no_more() throws Exception {
        PostgresCluster cluster = PostgresCluster.shared();
        String database = cluster.emptyDatabase();
        Path scripts = ROOT.resolve("config/postgresql");
        cluster.execute(database, Files.readString(scripts.resolve("roles.sql")));
        cluster.execute(
                database,
                "CREATE ROLE admin LOGIN IN ROLE dose_owner; ALTER ROLE admin SET ROLE TO dose_owner;"
                        + " CREATE ROLE an_agent LOGIN IN ROLE dose_agent; CREATE ROLE a_reader LOGIN IN ROLE dose_reader");
        String cases = ROOT.resolve("test-data/cases").toString();
        CommandLineRun agent = as("an_agent", "agent", cluster.url(database));
        assertThat(agent.run("import", cases)).as("nobody has made the tables").isEqualTo(4);
        assertThat(agent.err()).contains("the user has no right to do this");
        assertThat(as("admin", "agent", cluster.url(database))
                        .run("alerts", "ack", "1", "--by", "A", "--reason", "other"))
                .as("makes the tables, and finds no alert")
                .isEqualTo(3);
        cluster.execute(database, "SET ROLE dose_owner; " + Files.readString(scripts.resolve("grants.sql")));
        assertThat(agent.run("import", cases)).as(agent.err()).isZero();
        assertThat(agent.run("alerts", "ack", "1", "--by", "A", "--reason", "other"))
                .as(agent.err())
                .isZero();
        assertThat(agent.run("reprocess", "--all")).as(agent.err()).isZero();
        CommandLineRun reader = as("a_reader", "reader", cluster.url(database));
        assertThat(reader.json("exams", "list")).isEqualTo(agent.json("exams", "list"));
        assertThat(scratch.resolve("reader")).as("a reader makes no file").doesNotExist();
        assertThat(reader.run("alerts", "ack", "2", "--by", "A", "--reason", "other"))
                .isEqualTo(4);
        for (String refused : List.of(
                "DELETE FROM audit",
                "UPDATE audit SET who = 'B'",
                "DELETE FROM alert",
                "TRUNCATE received",
                "DROP TABLE exam",
                "ALTER TABLE audit DISABLE TRIGGER ALL",
                "INSERT INTO schema_version (version) VALUES (99)")) {
            assertThatThrownBy(() -> cluster.execute(database, "SET ROLE an_agent; " + refused))
                    .as(refused)
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    private CommandLineRun as(String user, String folder, String url) {
        return new CommandLineRun(scratch.resolve(folder))
                .setting("store.url=" + url)
                .setting("store.user=" + user);
    }

    /** Copied with what people did, and its numbers go on. */
    @Test
    void a_store_that_was_copied_prints_the_same_and_goes_on() throws Exception {
        PostgresCluster cluster = PostgresCluster.shared();
        Path data = Files.createDirectories(scratch.resolve("data"));
        CommandLineRun sqlite = new CommandLineRun(data);
        String url = cluster.url(cluster.emptyDatabase());
        CommandLineRun postgres = onPostgres(data, "demo-hospital", url);
        Path cases = ROOT.resolve("test-data/cases");
        assertThat(sqlite.run("import", cases.toString())).isZero();
        assertThat(sqlite.run("alerts", "ack", "1", "--by", "A. Physicist", "--reason", "justified"))
                .isZero();
        String study =
                sqlite.json("exams", "list").get(0).get("studyInstanceUid").asText();
        assertThat(sqlite.run("qa", "confirm", study, "--by", "A. Physicist"))
                .as(sqlite.err())
                .isZero();
        // Another site is in the database already.
        assertThat(onPostgres(scratch.resolve("other"), "other", url)
                        .run("import", ROOT.resolve("test-data/demo-month").toString()))
                .isZero();
        assertThat(sqlite.run("db", "copy", "--to", url, "--set", "store.user=dose"))
                .as(sqlite.err())
                .isZero();
        assertThat(sqlite.out()).contains("counts and hashes are equal");
        for (List<String> command : lists(sqlite)) {
            String[] arguments = command.toArray(String[]::new);
            sqlite.run(arguments);
            postgres.run(arguments);
            if (!command.get(0).equals("audit")) { // the copy is in the audit
                assertThat(postgres.out()).as("%s", command).isEqualTo(sqlite.out());
            }
        }
        assertThat(postgres.run("audit", "verify")).as(postgres.err()).isZero();
        JsonNode again = postgres.json("import", ROOT.resolve("test-data").toString());
        assertThat(again.get("stored").asInt()).isPositive();
        assertThat(again.get("duplicates").asInt()).isPositive();
        assertThat(postgres.run("alerts", "ack", "2", "--by", "A. Physicist", "--reason", "justified"))
                .isZero();
        assertThat(sqlite.run("db", "copy", "--to", url, "--set", "store.user=dose"))
                .isEqualTo(4);
        assertThat(sqlite.err()).contains("has data of the site demo-hospital already; nothing was copied");
    }

    private static List<List<String>> lists(CommandLineRun sqlite) {
        JsonNode exams = sqlite.json("exams", "list");
        String study = exams.get(0).get("studyInstanceUid").asText();
        List<List<String>> commands = new ArrayList<>();
        for (String command : List.of(
                "exams list --json",
                "exams list --csv --since 2012-01-01 --until 2026-12-31",
                "exams list --unmapped --json",
                "exams list --category CT-CHEST --limit 3 --json",
                "exams show " + study + " --json",
                "alerts list --status all --json",
                "alerts show 1",
                "alerts list",
                "devices list --json",
                "stats --json",
                "stats --by category,device,month --csv",
                "stats --by protocol --json",
                "drl list --json",
                "drl explain " + study,
                "drl compare --from 2026-01-01 --to 2026-12-31 --json",
                "drl what-if --from 2026-01-01 --to 2026-12-31",
                "mapping coverage --json",
                "mapping suggest",
                "qa list --json",
                "inbox list --json",
                "inbox list --state not-applicable --json",
                "inbox show 1",
                "audit verify",
                "audit list --json",
                "notifications list --json",
                "completeness --from 2026-09-01 --to 2026-10-31 --json",
                "aggregate list --json",
                "outbox list --json")) {
            commands.add(List.of(command.split(" ", -1)));
        }
        return commands;
    }

    /** Takes out when things were received and where. */
    private static String withoutNow(String text, Path folder) {
        return text.replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z", "(now)")
                .replaceAll("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d(:\\d\\d)?", "(now)")
                .replaceAll("[0-9a-f]{64}", "(hash)")
                .replace(folder.toString(), "(folder)");
    }

    private static CommandLineRun onPostgres(Path data, String site, String url) {
        return new CommandLineRun(data)
                .setting("store.url=" + url)
                .setting("store.user=dose")
                .setting("site.id=" + site);
    }

    private static RunningAgent start(Path data, String site, String url) {
        return RunningAgent.start(data, "store.url=" + url, "store.user=dose", "site.id=" + site);
    }

    /** Each round sends to all agents, and kills one of them, chosen at random, while it works. */
    @Test
    void agents_of_two_sites_that_are_killed_at_random_have_right_totals() throws Exception {
        PostgresCluster cluster = PostgresCluster.shared();
        String url = cluster.url(cluster.emptyDatabase());
        Random random = new Random(SEED);
        Map<String, RunningAgent> agents = new HashMap<>();
        Map<String, Set<String>> acknowledged = new HashMap<>();
        try {
            agents.put("a1", start(scratch.resolve("a1"), "site-a", url));
            // Agents of one site have the keys of the site.
            for (String key : List.of("secret.key", "signing.key")) {
                Files.createDirectories(scratch.resolve("a2"));
                Files.copy(
                        scratch.resolve("a1").resolve(key),
                        scratch.resolve("a2").resolve(key));
            }
            agents.put("a2", start(scratch.resolve("a2"), "site-a", url));
            agents.put("b", start(scratch.resolve("b"), "site-b", url));
            for (int round = 0; round < ROUNDS; round++) {
                for (String name : SITES.keySet()) {
                    send(
                            agents.get(name),
                            name + "-" + round,
                            acknowledged.computeIfAbsent(SITES.get(name), site -> new HashSet<>()));
                }
                String killed = List.copyOf(SITES.keySet()).get(random.nextInt(SITES.size()));
                agents.get(killed).kill();
                agents.put(killed, start(scratch.resolve(killed), SITES.get(killed), url));
            }
            SITES.forEach((name, site) -> {
                awaitProcessed(onPostgres(scratch.resolve(name), site, url));
                assertThat(agents.get(name).terminate()).isZero();
            });
        } finally {
            agents.values().forEach(RunningAgent::close);
        }
        acknowledged.forEach((site, names) ->
                check(onPostgres(scratch.resolve(site.endsWith("a") ? "a1" : "b"), site, url), names));
    }

    private static void send(RunningAgent agent, String prefix, Set<String> acknowledged) throws Exception {
        try (Requestor requestor = Senders.connect(agent.host(), agent.port(), "PACS1")) {
            for (int i = 0; i < REPORTS_A_ROUND; i++) {
                String name = prefix + "-" + i;
                assertThat(Senders.store(requestor, TestData.chestReport(name))).isZero();
                acknowledged.add(TestData.uidOf(name));
            }
        }
    }

    private static void awaitProcessed(CommandLineRun agent) {
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!agent.json("inbox", "list", "--state", "received").isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(agent.json("inbox", "list", "--state", "received")).isEmpty();
    }

    private static void check(CommandLineRun agent, Set<String> acknowledged) {
        JsonNode exams = agent.json("exams", "list");
        assertThat(exams).hasSameSizeAs(acknowledged);
        for (JsonNode exam : exams) {
            assertThat(exam.get("eventCount").asInt()).isEqualTo(2);
            assertThat(exam.get("dlpTotalMGyCm").asDouble()).isEqualTo(210.0);
        }
        assertThat(agent.run("audit", "verify")).as(agent.err()).isZero();
    }

    @Test
    void reception_goes_on_while_the_database_is_down_and_the_inbox_drains_afterwards() throws Exception {
        try (PostgresCluster own = PostgresCluster.own()) {
            String url = own.url(own.emptyDatabase());
            Path data = scratch.resolve("agent");
            Set<String> acknowledged = new HashSet<>();
            try (RunningAgent agent = start(data, "site", url)) {
                send(agent, "before", acknowledged);
                awaitProcessed(onPostgres(data, "site", url));
                own.stop();
                send(agent, "during", acknowledged);
                send(agent, "during-too", acknowledged);
                assertThat(page(agent, "/readyz")).contains("503").contains("the database cannot be reached");
                assertThat(page(agent, "/healthz")).as("nobody restarts it").startsWith("200");
                own.start();
                awaitProcessed(onPostgres(data, "site", url));
                assertThat(agent.terminate()).isZero();
                assertThat(agent.log()).noneMatch(line -> line.contains("thread-failed"));
            }
            check(onPostgres(data, "site", url), acknowledged);
        }
    }

    /** The standby may lack the last commits; the log has what they were made of. */
    @Test
    void a_standby_takes_over_and_nothing_is_lost_or_doubled() throws Exception {
        try (PostgresCluster primary = PostgresCluster.own();
                PostgresCluster standby = primary.standby()) {
            String url =
                    primary.url(primary.emptyDatabase()).replace("/empty", ",127.0.0.1:" + standby.port() + "/empty")
                            + "?targetServerType=primary";
            Path data = scratch.resolve("agent");
            Set<String> acknowledged = new HashSet<>();
            try (RunningAgent agent = start(data, "site", url)) {
                send(agent, "before", acknowledged);
                awaitProcessed(onPostgres(data, "site", url));
                send(agent, "last", acknowledged);
                primary.stop();
                send(agent, "during", acknowledged);
                standby.promote();
                send(agent, "after", acknowledged);
                awaitProcessed(onPostgres(data, "site", url));
                assertThat(agent.terminate()).isZero();
            }
            check(onPostgres(data, "site", url), acknowledged);
        }
    }

    private static String page(RunningAgent agent, String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.httpPort() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
