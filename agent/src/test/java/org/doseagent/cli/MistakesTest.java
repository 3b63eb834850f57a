package org.doseagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new user does: a configuration of one's own, wrong names, dead ports, links, odd files. */
final class MistakesTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final Path CASES = ROOT.resolve("test-data/cases");

    @TempDir
    private Path scratch;

    private CommandLineRun agent;

    @BeforeEach
    void start() {
        agent = new CommandLineRun(scratch.resolve("data"));
    }

    @Test
    void the_sample_of_the_contract_is_a_configuration() throws Exception {
        Path config = copyLevels();
        try (InputStream sample = Objects.requireNonNull(getClass().getResourceAsStream("contract.yaml"))) {
            Files.copy(sample, config.resolve("agent.yaml"));
        }
        assertThat(agent.bare(
                        "config", "check", "-c", config.resolve("agent.yaml").toString()))
                .as(agent.err())
                .isZero();
        assertThat(agent.out()).startsWith("ok, data directory " + scratch.resolve("data"));
    }

    /** The contract is kept beside a checkout; this test replaces its three dots by values of a site. */
    @Test
    void the_sample_in_the_contract_itself_is_a_configuration() throws Exception {
        Path contract = ROOT.resolve("../shared/CONTRACT.md");
        Assumptions.assumeTrue(Files.exists(contract), "the contract is not beside this checkout");
        Path config = copyLevels();
        String sample = Files.readString(contract)
                .split("## Configuration")[1]
                .split("```yaml\n")[1]
                .split("```")[0];
        Files.writeString(
                config.resolve("agent.yaml"),
                sample.replace("sets: [...]", "sets: [drl/uk-ndrl-2022.yaml]")
                        .replace("mapping: [...]", "mapping: [mapping.yaml]")
                        .replace("rules: [...]", "rules: [rules/de-strlschv-annex-14.yaml]")
                        .replace("keyStore: …", "keyStore: key.p12")
                        .replace("trustStore: …", "trustStore: trust.p12")
                        .replace("url: …", "url: \"https://repository.example/submissions\"")
                        .replace("tls: …", "tls: { keyStore: \"\", trustStore: \"\" }")
                        .replace("proxy: …", "proxy: system")
                        .replace("retry: …", "retry: { first: 1m, longest: 6h }")
                        .replace("host: …", "host: pacs.example")
                        .replace("\"…\"", "\"4711\""));
        assertThat(agent.bare(
                        "config", "check", "-c", config.resolve("agent.yaml").toString()))
                .as(agent.err())
                .isZero();
    }

    @Test
    void a_small_configuration_anywhere_is_enough() throws Exception {
        Path config = Files.writeString(scratch.resolve("k.yaml"), """
                site: {id: x, country: XX}
                store: {minFreeDisk: 0B}
                """);
        String report = CASES.resolve("philips-abdomen").toString();
        assertThat(agent.bare("import", report, "-c", config.toString()))
                .as(agent.err())
                .isZero();
        assertThat(agent.bare("exams", "list", "-c", config.toString())).isZero();
        assertThat(agent.out()).contains("CT-ABDOMEN");
    }

    @Test
    void a_patient_is_known_by_the_id_where_the_site_wants_that() {
        assertThat(agent.run(
                        "import", CASES.resolve("philips-abdomen").toString(), "--set", "store.patientIdentity=id"))
                .isZero();
        assertThat(agent.json("exams", "list").get(0).get("patientKey").asText())
                .startsWith("SYN-");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "import /does/not/exist | 3 | dose-agent: /does/not/exist does not exist",
                "send /does/not/exist --to A@127.0.0.1:1 | 3 | dose-agent: /does/not/exist does not exist",
                "send @config --to A@127.0.0.1:1 | 3 | dose-agent: no DICOM file to send",
                "send @report --to A@127.0.0.1:1 | 4 | dose-agent: cannot connect to 127.0.0.1:1: Connection refused",
                "send @report --to A@127.0.0.1:99999 | 2 | dose-agent: --to A@127.0.0.1:99999: must look like AET@HOST:PORT",
                "drl check /does/not/exist | 3 | dose-agent: /does/not/exist does not exist",
                "drl check @report | 2 | the file is not text in UTF-8, so it is no set of reference levels",
                "exams list -c /does/not/exist | 2 | dose-agent: /does/not/exist: no such file; name the configuration with --config FILE",
                "exams list --since 1.10.2026 | 2 | dose-agent: Invalid value for option '--since': '1.10.2026' is not a date. Write 2026-10-31, 2026-10, 7d, today or yesterday",
                "exams list --category CT-HEED | 2 | did you mean CT-HEAD?",
                "exams list --json --csv | 2 | dose-agent: --json and --csv exclude each other; name one of them",
                "alerts list --kind drl | 2 | dose-agent: --kind drl: must be one of exam-above-drl, ",
                "exams list --limit x | 2 | '--limit': 'x' is not a whole number",
                "exams list --limit 0 | 2 | dose-agent: --limit 0: must be 1 or more",
                "exams lst | 2 | Did you mean: exams list?",
                "exams list --limt 3 | 2 | Possible solutions: --limit",
                "exams show | 2 | Help: dose-agent exams show --help",
                "inbox retry 7 | 3 | dose-agent: the inbox has no object 7 with its bytes",
                "exams list --set dicom.port=x | 2 | dose-agent: --set: dicom.port: \"x\": must be a whole number from 0 to 65535"
            })
    void a_mistake_has_its_exit_code_and_a_message_that_helps(String command, int exit, String message) {
        String report = CASES.resolve("philips-abdomen/01.dcm").toString();
        String line = command.strip()
                .replace("@report", report)
                .replace("@config", ROOT.resolve("config/agent.yaml").toString());
        int code = command.contains(" -c ") ? agent.bare(line.split(" ")) : agent.run(line.split(" "));
        assertThat(agent.err()).contains(message);
        assertThat(code).isEqualTo(exit);
        assertThat(agent.out()).isEmpty();
    }

    @Test
    void the_settings_in_force_have_the_keys_of_the_file_and_no_secret() {
        assertThat(agent.run("config", "show", "--set", "forward.bearerToken=verysecret"))
                .isZero();
        assertThat(agent.out())
                .contains("site.id: demo-hospital", "drl.farBelowFraction: 0.5", "store.rawRetention: 90d")
                .contains("forward.bearerToken: (set)", "dataDir: " + scratch.resolve("data"))
                .doesNotContain("verysecret");
    }

    @Test
    void the_version_is_printed_by_command_and_option() {
        assertThat(agent.bare("--version")).isZero();
        assertThat(agent.out()).startsWith("dose-agent ");
    }

    @Test
    void import_follows_links_within_a_folder_and_leaves_those_that_lead_out_of_it_and_loops() throws Exception {
        Path folder = Files.createDirectories(scratch.resolve("in"));
        Path own = Files.createDirectories(scratch.resolve("in/own"));
        Files.copy(CASES.resolve("philips-abdomen/01.dcm"), own.resolve("01.dcm"));
        Files.createSymbolicLink(folder.resolve("linked"), own);
        Files.createSymbolicLink(
                folder.resolve("outside"), CASES.resolve("ge-head-enhanced-sr").toAbsolutePath());
        Files.createSymbolicLink(
                folder.resolve("file.dcm"),
                CASES.resolve("ge-head-enhanced-sr/01.dcm").toAbsolutePath());
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        assertThat(agent.run("import", folder.toString())).as(agent.err()).isZero();
        assertThat(agent.out()).contains("files 2", "stored 1", "duplicates 1");
        assertThat(agent.err())
                .contains("loop: left out: the link leads back to a folder above it")
                .contains("outside: left out: the link leads out of the folder")
                .contains("file.dcm: left out: the link leads out of the folder");
    }

    @Test
    void a_dump_shows_the_dose_and_nothing_that_leads_to_the_patient() throws Exception {
        agent.run("import", CASES.resolve("canon-dose-check").toString());
        assertThat(agent.run("inbox", "show", "1", "--dump")).isZero();
        assertThat(agent.out())
                .contains("(0008,0050) SH AccessionNumber = (masked)")
                .contains("(0010,0040) CS PatientSex = ")
                .doesNotContainPattern("PatientID = [^(]")
                .doesNotContain("SYN-");
    }

    @Test
    void times_and_scanners_in_a_table_give_way_before_the_date() {
        agent.run("import", CASES.toString());
        assertThat(agent.run("exams", "list")).isZero();
        assertThat(agent.out().lines().skip(1))
                .allMatch(line -> line.matches("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d |-).*"));
    }

    private Path copyLevels() {
        Path config = scratch.resolve("config");
        try (var tree = Files.walk(ROOT.resolve("config"))) {
            for (Path file : tree.filter(each -> !each.endsWith("agent.yaml")).toList()) {
                Files.copy(
                        file,
                        config.resolve(ROOT.resolve("config").relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return config;
    }
}
