package org.doseagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in a configuration, and the message for each. */
final class BadConfigurationTest {

    private static final String AE = "must be 1 to 16 characters without backslash";

    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // a mistake in the list of callers must not open the door
                arguments(
                        "dicom: {allowedCallers: foo}",
                        "1: dicom.allowedCallers: \"foo\": must be a list, in brackets"),
                arguments(
                        "dicom:\n  allowedCallers: {aeTitle: PACS1}",
                        "2: dicom.allowedCallers: \"{\"aeTitle\":\"PACS1\"}\": must be a list, in brackets"),
                arguments(
                        "dicom: {allowedCallers: [{aeTitle: PACS1, hosts: 10.0.0.1}]}",
                        "1: dicom.allowedCallers[0].hosts: \"10.0.0.1\": must be a list, in brackets"),
                arguments(
                        "dicom: {allowedCallers: [PACS1]}",
                        "1: dicom.allowedCallers[0]: \"PACS1\": must be a group of keys such as {aeTitle: PACS1, hosts: [10.0.0.0/8]}"),
                arguments(
                        "dicom: {allowedCallers: [{aeTitle: X, host: [10.0.0.1]}]}",
                        "1: dicom.allowedCallers[0].host: \"[\"10.0.0.1\"]\": unknown key; did you mean dicom.allowedCallers[0].hosts?"),
                arguments(
                        "dicom: {allowedCallers: [{aeTitle: TOO LONG AE TITLE XX}]}",
                        "1: dicom.allowedCallers[0].aeTitle: \"TOO LONG AE TITLE XX\": " + AE),
                arguments("dicom:\n  allowedCallers:\n  - {hosts: []}", "2: dicom.allowedCallers[0].aeTitle: " + AE),
                arguments(
                        "dicom:\n  allowedCallers:\n  - aeTitle: X\n    hosts: [nonsense]",
                        "4: dicom.allowedCallers[0].hosts: \"nonsense\": must be an address or a network such as 10.0.0.0/8, not a name"),
                arguments(
                        "dicom: {allowedCallers: [{aeTitle: X, hosts: [10.0.0.0/33]}]}",
                        "1: dicom.allowedCallers[0].hosts: \"10.0.0.0/33\": must be an address or a network such as 10.0.0.0/8, not a name"),
                // retention and backup
                arguments(
                        "store: {examRetention: 30d}",
                        "1: store.examRetention: \"30d\": must be at least 365d: groups and corrections of releases use the exams of a year"),
                arguments(
                        "store: {examRetention: 400d, quarantineRetention: 500d}",
                        "1: store.examRetention: \"400d\": must not be shorter than store.rawRetention and store.quarantineRetention,"
                                + " or reprocess brings the exams back"),
                arguments(
                        "store: {quarantineRetention: ever}",
                        "1: store.quarantineRetention: \"ever\": must be never, or a time such as 30s, 5m, 2h or 14d"),
                arguments(
                        "store: {backup: {at: \"25:00\"}}",
                        "1: store.backup.at: \"25:00\": must be a time such as \"02:00\""),
                // wrong types
                arguments("dataDir: [a]", "1: dataDir: \"[\"a\"]\": must be one value, not a list"),
                arguments("dataDir: {a: b}", "1: dataDir: \"{\"a\":\"b\"}\": must be one value, not a group of keys"),
                arguments("dataDir:", "1: dataDir: has no value; give it one, or remove the key"),
                arguments("dicom: 5", "1: dicom: \"5\": must be a group of keys"),
                arguments("drl: {sets: x}", "1: drl.sets: \"x\": must be a list, in brackets"),
                arguments("drl: {rules: [[]]}", "1: drl.rules[0]: \"[]\": must be one value, not a list"),
                arguments("http: {enabled: yes}", "1: http.enabled: \"yes\": must be true or false"),
                // keys
                arguments("dicom: {port: 1, port: 2}", "1: dicom.port: is written twice, first at agent.yaml:1"),
                arguments(
                        "dicom.port: 104",
                        "1: dicom.port: \"104\": unknown key; a group is written with a colon: dicom: port"),
                arguments("dicom: {prot: 104}", "1: dicom.prot: \"104\": unknown key; did you mean dicom.port?"),
                arguments(
                        "dicom: {minFreeDisk: 1GiB}",
                        "1: dicom.minFreeDisk: \"1GiB\": unknown key; did you mean store.minFreeDisk?"),
                arguments("site: {colour: x}", "1: site.colour: \"x\": unknown key; known here: country, zone, id"),
                arguments(
                        "forward: {bearerTokn: verysecret}",
                        "1: forward.bearerTokn: \"(masked)\": unknown key; did you mean forward.bearerToken?"),
                arguments(
                        "devices: [{serialNumber: \"1\", rows: 64}]",
                        "1: devices[0].rows: \"64\": unknown key; known here: detectorRows, installed, serialNumber"),
                arguments(
                        "devices: [{installed: 2019}]",
                        "1: devices[0].serialNumber: is mandatory, because it identifies the scanner"),
                arguments(
                        "pacs: [{aeTitle: A, host: 'a b'}]",
                        "1: pacs[0].host: \"a b\": must be an address or a host name"),
                // ranges
                arguments(
                        "drl: {farAboveMultiple: 0.5}",
                        "1: drl.farAboveMultiple: \"0.5\": must be a number from 1 to 99 with at most two decimals"),
                arguments("dicom: {port: 65536}", "1: dicom.port: \"65536\": must be a whole number from 0 to 65535"),
                arguments("dicom: {port: 0x10}", "1: dicom.port: \"0x10\": must be a whole number from 0 to 65535"),
                arguments(
                        "store: {minFreeDisk: 2048TiB}",
                        "1: store.minFreeDisk: \"2048TiB\": must be a size such as 16MiB, from 0B to 1024TiB"),
                arguments(
                        "dicom: {maxObjectBytes: 1MB}",
                        "1: dicom.maxObjectBytes: \"1MB\": must be a size such as 16MiB, from 64KiB to 256MiB"),
                arguments(
                        "alerts: {silence: {leastExams: 9, minExams: 8}}",
                        "1: alerts.silence.leastExams: \"9\": is the former name of alerts.silence.minExams, which the file has too; remove alerts.silence.leastExams"),
                arguments(
                        "alerts: {creep: {reference: 3}}",
                        "1: alerts.creep.reference: \"3\": has no effect, because the control chart does not use it any more; remove the key"),
                // what the contract has and this version has not
                arguments(
                        "store: {url: 'jdbc:postgresql://db'}",
                        "1: store.url: \"jdbc:postgresql://db\": must be sqlite or jdbc:postgresql://HOST:PORT/DATABASE; the user and the"
                                + " password go into store.user and store.password"),
                arguments("aggregate: {period: week}", "1: aggregate.period: \"week\": must be month or adaptive"),
                arguments(
                        "store: {patientIdentity: name}",
                        "1: store.patientIdentity: \"name\": must be pseudonym or id"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void a_mistake_is_named_with_its_place_its_value_and_the_rule(String text, String problem) throws Exception {
        assertThat(problems(text, Map.of())).containsExactly("agent.yaml:" + problem);
    }

    @Test
    void an_override_is_named_by_its_option_and_not_by_the_file() throws Exception {
        assertThat(problems("dicom: {port: 104}", Map.of("dicom.port", "x")))
                .containsExactly("--set: dicom.port: \"x\": must be a whole number from 0 to 65535");
        assertThat(problems("{}", Map.of("dicom.prot", "1")))
                .containsExactly("--set: dicom.prot: \"1\": unknown key; did you mean dicom.port?");
        assertThat(problems("pacs: [{aeTitle: A, host: a}]", Map.of("pacs.0.host", "b")))
                .containsExactly("--set: pacs.0.host: \"b\": a list must be complete, such as pacs=[...]");
    }

    @Test
    void the_data_directory_of_the_command_line_is_named_by_its_own_option() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        assertThat(problems("{}", Map.of("dataDir", file.toString())))
                .containsExactly("--data-dir: dataDir: \"" + file + "\": must be a folder; " + file + " is a file");
    }

    @Test
    void a_file_of_levels_that_is_missing_is_named_with_its_line_and_where_it_was_looked_for() throws Exception {
        assertThat(problems("drl:\n  mapping:\n  - ours.yaml", Map.of()))
                .containsExactly(
                        "agent.yaml:3: drl.mapping[0]: \"ours.yaml\": the file must be readable; looked for at "
                                + folder.resolve("ours.yaml"));
        assertThat(problems("drl: {categories: none.yaml}", Map.of()))
                .containsExactly(
                        "agent.yaml:1: drl.categories: \"none.yaml\": the file must be readable; looked for at "
                                + folder.resolve("none.yaml"));
    }

    @Test
    void what_is_not_yaml_is_named_with_its_line() throws Exception {
        assertThat(problems("site: {id: x\ndicom: [", Map.of()))
                .singleElement()
                .satisfies(problem -> assertThat(problem).matches(".*agent.yaml:\\d+: not YAML: .+"));
    }

    private List<String> problems(String text, Map<String, String> overrides) throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), text + "\n");
        ConfigException problems =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, overrides, Map.of()));
        assertThat(problems).as("refused").isNotNull();
        return problems.problems();
    }
}
