package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.daemon.RepositoryHost;
import org.doseagent.forward.TestCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole circle over HTTPS: a hospital enrols by its command line, fetches what the repository signs, and refuses older percentiles. */
final class RepositoryCircleTest {

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** Starts a repository with the releases of January of so many hospitals, and publishes them on a day. */
    private RepositoryRig repository(String name, String day, int hospitals) throws Exception {
        RepositoryRig rig = new RepositoryRig(Files.createDirectories(folder.resolve(name)));
        rig.day(day);
        for (int i = 1; i <= hospitals; i++) {
            assertThat(rig.put(RepositoryRig.release(rig.enrolled(i), RepositoryRig.JANUARY)))
                    .isEqualTo(Reply.TAKEN);
        }
        return rig;
    }

    private RepositoryHost.Running running(RepositoryRig rig) throws Exception {
        RepositoryHost.Running running = rig.host.start();
        open.add(running);
        return running;
    }

    private CommandLineRun agent(RepositoryHost.Running server, String publicKey) throws Exception {
        String url = "https://localhost:" + server.address().getPort() + "/v1/";
        return new CommandLineRun(folder.resolve("data"))
                .setting("forward.transport=https")
                .setting("forward.url=" + url + "submissions")
                .setting("forward.proxy=none")
                .setting("forward.tls.trustStore=" + TestCertificates.pem(folder, "authority"))
                .setting("benchmark.url=" + url + "benchmarks/current")
                .setting("benchmark.publicKeys=" + publicKey);
    }

    @Test
    void percentiles_are_fetched_and_older_ones_refused() throws Exception {
        RepositoryRig rig = repository("new", "2026-03-01", 10);
        CommandLineRun agent = agent(running(rig), rig.host.publicKey());
        assertThat(agent.run("benchmark", "fetch")).as("nothing is published").isEqualTo(4);
        assertThat(agent.err()).contains("HTTP 404");
        assertThat(rig.host.publisher().publish()).isEqualTo(Publisher.Outcome.PUBLISHED);
        assertThat(agent.run("benchmark", "fetch")).as(agent.err()).isZero();
        assertThat(agent.out()).startsWith("imported ");
        assertThat(agent.run("benchmark", "fetch")).isZero();
        assertThat(agent.out()).startsWith("already there");

        Path old = Files.createDirectories(folder.resolve("old/repository"));
        Files.copy(rig.settings.folder().resolve("signing.key"), old.resolve("signing.key"));
        RepositoryRig before = repository("old", "2026-02-01", 12);
        assertThat(before.host.publicKey()).isEqualTo(rig.host.publicKey());
        assertThat(before.host.publisher().publish()).isEqualTo(Publisher.Outcome.PUBLISHED);
        CommandLineRun deceived = agent(running(before), before.host.publicKey());
        assertThat(deceived.run("benchmark", "fetch")).isEqualTo(1);
        assertThat(deceived.err()).contains("older percentiles are refused");
        JsonNode list = deceived.json("benchmark", "list");
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("createdAt").asText()).isEqualTo("2026-03-01");
    }

    @Test
    void percentiles_of_another_key_are_refused() throws Exception {
        RepositoryRig rig = repository("new", "2026-03-01", 10);
        rig.host.publisher().publish();
        CommandLineRun agent = agent(running(rig), RepositoryRig.newSigner().publicKey());
        assertThat(agent.run("benchmark", "fetch")).isEqualTo(1);
        assertThat(agent.err()).contains("not in benchmark.publicKeys");
    }

    @Test
    void a_site_enrols_with_its_token_and_withdraws() throws Exception {
        RepositoryRig rig = repository("new", "2026-03-01", 0);
        CommandLineRun agent = agent(running(rig), rig.host.publicKey());
        String token = rig.host
                .enrolment()
                .invite(new Enrolment.Invitation("Demo", "XX", Optional.empty()), new SecureRandom());
        assertThat(agent.run("aggregate", "enrol", "--token", "x".repeat(43))).isEqualTo(4);
        assertThat(agent.err()).contains("HTTP 403: not taken: the token is not one of this repository");
        assertThat(agent.run("aggregate", "enrol", "--token", token))
                .as(agent.err())
                .isZero();
        String key = agent.json("aggregate", "key").get("publicKey").asText();
        assertThat(rig.host.store().facilities())
                .singleElement()
                .satisfies(each -> assertThat(each.key().publicKey()).isEqualTo(key));
        assertThat(agent.run("aggregate", "withdraw")).as("not confirmed").isEqualTo(2);
        assertThat(agent.run("aggregate", "withdraw", "--yes")).as(agent.err()).isZero();
        assertThat(rig.host.store().facilities().get(0).isWithdrawn()).isTrue();
    }

    @Test
    void the_operator_lists_facilities_incidents_and_results() throws Exception {
        RepositoryRig rig = repository("new", "2026-03-01", 10);
        assertThat(rig.put(RepositoryRig.release(RepositoryRig.hospital(11), RepositoryRig.JANUARY))
                        .status())
                .isEqualTo(403);
        rig.host.publisher().publish();
        CommandLineRun operator =
                new CommandLineRun(folder.resolve("data")).setting("repository.folder=" + rig.settings.folder());
        assertThat(operator.json("repository", "facilities")).hasSize(10);
        assertThat(operator.json("repository", "facilities")
                        .get(0)
                        .get("releases")
                        .asInt())
                .isOne();
        assertThat(operator.json("repository", "incidents")).isEmpty();
        assertThat(operator.json("repository", "results"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("facilities").asInt()).isEqualTo(10));
        Path page = folder.resolve("results.html");
        assertThat(operator.run("repository", "results", "--html", page.toString(), "--lang", "de"))
                .isZero();
        assertThat(page).content().contains("<html lang=\"de\">");
        assertThat(operator.run("repository", "results", "--html", page.toString(), "--lang", "it"))
                .isEqualTo(3);
        assertThat(operator.run("repository", "publish")).isZero();
        assertThat(operator.out()).startsWith("UNCHANGED");
        assertThat(operator.run("repository", "enrol", "--name", "Hospital", "--country", "PT"))
                .isZero();
        assertThat(operator.out().strip()).hasSize(43);
        rig.close();
    }
}
