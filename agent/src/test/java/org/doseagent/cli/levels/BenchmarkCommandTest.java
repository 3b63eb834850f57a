package org.doseagent.cli.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.aggregate.benchmark.TestBenchmark.signed;
import static org.doseagent.aggregate.benchmark.TestBenchmark.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.aggregate.benchmark.TestBenchmark;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.cli.CommandLineRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back: percentiles of other hospitals, and where the hospital of the demo is among them. */
final class BenchmarkCommandTest {

    private static final Path MONTH = Path.of(System.getProperty("project.root", ".."), "test-data", "demo-month");
    private static final String KEY = "benchmark.publicKeys=" + TestRelease.SIGNER.publicKey();

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void start() {
        agent = new CommandLineRun(scratch.resolve("data"));
    }

    private static ObjectNode document() {
        ObjectNode document = with(TestBenchmark.empty(), "CT-CHEST", "any", 100, 150);
        with(document, "CT-CHEST", "6-10", 300, 400);
        with(document, "CT-CHEST", "0-5", 50, 60);
        return with(document, "CT-MOON", "any", 100, 150);
    }

    private Path file(ObjectNode document) throws Exception {
        return Files.write(scratch.resolve("percentiles.json"), signed(document, TestRelease.SIGNER));
    }

    private int take(ObjectNode document) throws Exception {
        return agent.run("benchmark", "import", file(document).toString(), "--set", KEY, "--by", "M. Physicist");
    }

    @Test
    void a_document_is_taken_once_and_that_is_in_the_audit() throws Exception {
        assertThat(take(document())).as(agent.err()).isZero();
        assertThat(agent.out()).startsWith("imported 4 rows of " + TestBenchmark.ISSUER);
        assertThat(agent.err()).contains("skipped", "CT-MOON");
        assertThat(take(document())).isZero();
        assertThat(agent.out()).startsWith("already there");
        JsonNode audit = agent.json("audit", "list");
        assertThat(audit).hasSize(1);
        assertThat(audit.toString()).contains("benchmark-imported", "M. Physicist", TestBenchmark.ISSUER);
        JsonNode list = agent.json("benchmark", "list", "--set", KEY);
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("current").asBoolean()).isTrue();
        assertThat(agent.run("benchmark", "list", "--set", KEY)).isZero();
        assertThat(agent.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void a_document_of_a_key_that_the_site_does_not_trust_is_refused() throws Exception {
        assertThat(agent.run("benchmark", "import", file(document()).toString()))
                .isEqualTo(1);
        assertThat(agent.err()).contains("not in benchmark.publicKeys", TestRelease.SIGNER.publicKey());
        assertThat(agent.json("benchmark", "list")).isEmpty();
        assertThat(agent.json("audit", "list")).isEmpty();
    }

    @Test
    void a_document_with_a_wrong_signature_is_refused_and_a_missing_file_is_reported() throws Exception {
        Path file = file(document());
        Files.writeString(file, Files.readString(file).replace("400", "500"));
        assertThat(agent.run("benchmark", "import", file.toString(), "--set", KEY))
                .isEqualTo(1);
        assertThat(agent.err()).contains("signature does not fit");
        assertThat(agent.run("benchmark", "import", scratch.resolve("none").toString()))
                .isEqualTo(3);
    }

    @Test
    void the_newest_period_is_compared_with_and_a_changed_file_is_not() throws Exception {
        take(document());
        ObjectNode newer = document();
        newer.putObject("period").put("start", "2027-01-01").put("end", "2027-12-31");
        take(newer);
        JsonNode list = agent.json("benchmark", "list", "--set", KEY);
        assertThat(list).hasSize(2);
        assertThat(list.get(0).get("to").asText()).isEqualTo("2027-12-31");
        assertThat(list.get(0).get("current").asBoolean()).isTrue();
        assertThat(list.get(1).get("current").asBoolean()).isFalse();
        Path kept =
                scratch.resolve("data/benchmarks/" + list.get(0).get("sha256").asText() + ".json");
        Files.writeString(kept, Files.readString(kept).replace("400", "500"));
        assertThat(agent.run("benchmark", "list", "--set", KEY, "--json")).isEqualTo(1);
        assertThat(agent.err()).contains("1 file in the folder benchmarks");
        assertThat(agent.out()).contains("2026-12-31").doesNotContain("2027-12-31");
    }

    @Test
    void without_percentiles_the_comparison_names_the_command_to_import_them() {
        assertThat(agent.run("drl", "compare", "--set", "european")).isEqualTo(2);
        assertThat(agent.err()).contains("benchmark import");
    }

    @Test
    void each_scanner_is_beside_all_equipment_and_beside_that_of_its_age() throws Exception {
        assertThat(agent.run("import", MONTH.toString())).isZero();
        take(document());
        String open = agent.json("alerts", "list").toString();
        List<String> compare = new ArrayList<>(List.of("drl", "compare", "--to", "2026-10-31", "--from", "2026-10-01"));
        compare.addAll(List.of("--set", "european", "--set", KEY, "--set"));
        compare.add("devices=[{serialNumber: DEMO-CT-1, installed: 2018}]");
        JsonNode results = agent.json(compare.toArray(String[]::new));
        List<JsonNode> ofFirst = Stream.iterate(0, i -> i < results.size(), i -> i + 1)
                .map(results::get)
                .filter(each -> each.get("deviceKey").asText().endsWith("|DEMO-CT-1"))
                .toList();
        assertThat(ofFirst).hasSize(2);
        assertThat(ofFirst.get(0).get("equipmentAge").asText()).isEqualTo("any");
        assertThat(ofFirst.get(0).get("place").asText()).isEqualTo("above P75");
        assertThat(ofFirst.get(0).get("drlSet").asText()).isEqualTo("european");
        assertThat(ofFirst.get(1).get("equipmentAge").asText()).isEqualTo("6-10");
        assertThat(ofFirst.get(1).get("place").asText()).isEqualTo("P25 to P50");
        assertThat(ofFirst.get(1).get("p50").asInt()).isEqualTo(300);
        assertThat(ofFirst.get(1).get("reason").asText()).contains("not a national DRL");
        assertThat(results).allMatch(each -> !each.get("equipmentAge").asText().equals("0-5"));
        assertThat(agent.run(compare.toArray(String[]::new))).isZero();
        assertThat(agent.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(agent.out()).contains("percentiles of a repository, not a national DRL", "PLACE", " 6-10 ");
        compare.add("--csv");
        assertThat(agent.run(compare.toArray(String[]::new))).isZero();
        assertThat(agent.out().lines().findFirst().orElseThrow()).endsWith("equipmentAge,facilities,p25,p50,p75,place");
        assertThat(agent.run("reprocess")).isZero();
        assertThat(agent.json("alerts", "list").toString()).isEqualTo(open);
    }
}
