package org.doseagent.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.doseagent.cli.CommandLineRun;
import org.doseagent.testdata.Subset;
import org.junit.jupiter.api.Assumptions;

/** What the interoperability tests send, and what must come out of it. */
final class Reports {

    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final Path REAL = ROOT.resolve("../shared/rdsr").normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Reports() {}

    /** Returns the twelve reports of real scanners; skips the test, visibly, where they are not beside the checkout. */
    static List<Path> real() {
        Assumptions.assumeTrue(Files.isDirectory(REAL), "the real reports are not beside this checkout");
        return dicomFiles(REAL);
    }

    /** Returns one synthetic report of each transfer syntax. */
    static List<Path> synthetic() {
        List<Path> files = new ArrayList<>();
        for (String name : List.of(
                "siemens-dual-source-chest",
                "encoding-implicit-little-endian",
                "encoding-explicit-big-endian",
                "encoding-deflated")) {
            files.add(ROOT.resolve("test-data/cases")
                    .resolve(name)
                    .resolve("01.dcm")
                    .toAbsolutePath()
                    .normalize());
        }
        return files;
    }

    /** Checks six exams, five reports that do not apply, none lost, each exam as expected. */
    static void checkReal(CommandLineRun agent) {
        JsonNode inbox = agent.json("inbox", "list");
        long notApplicable = count(inbox, "not-applicable");
        long processed = count(inbox, "processed");
        org.assertj.core.api.Assertions.assertThat(List.of(inbox.size(), (int) processed, (int) notApplicable))
                .as("received, processed, not applicable")
                .containsExactly(12, 7, 5);
        org.assertj.core.api.Assertions.assertThat(agent.json("exams", "list")).hasSize(6);
        for (JsonNode expected : expected()) {
            if (expected.path("ctDoseReport").asBoolean()) {
                checkReport(agent, expected);
            }
        }
    }

    private static void checkReport(CommandLineRun agent, JsonNode expected) {
        JsonNode exam =
                agent.json("exams", "show", expected.get("studyInstanceUid").asText());
        boolean isWholeExam = exam.get("reports").size() == 1;
        List<String> ofExam = List.of("studyInstanceUid", "accessionNumber", "studyDescription", "sex");
        ofExam.forEach(field -> Subset.assertContains(field, expected.get(field), exam.get(field)));
        if (isWholeExam) {
            for (String field : List.of("dlpTotalMGyCm", "reportedDlpTotalMGyCm", "eventCount")) {
                Subset.assertContains(field, expected.get(field), exam.get(field));
            }
        } else {
            Subset.assertContains(
                    "continued study", JSON.getNodeFactory().numberNode(116.61), exam.get("dlpTotalMGyCm"));
        }
        for (JsonNode event : expected.get("events")) {
            JsonNode actual = event(exam, event.get("irradiationEventUid").asText());
            Subset.assertContains("event", event, actual);
        }
    }

    private static JsonNode event(JsonNode exam, String uid) {
        for (JsonNode event : exam.get("events")) {
            if (event.path("irradiationEventUid").asText().equals(uid)) {
                return event;
            }
        }
        throw new AssertionError("no event " + uid);
    }

    private static JsonNode expected() {
        try {
            return JSON.readTree(REAL.resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(JsonNode inbox, String state) {
        long count = 0;
        for (JsonNode entry : inbox) {
            count += entry.get("state").asText().equals(state) ? 1 : 0;
        }
        return count;
    }

    private static List<Path> dicomFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().matches(".*\\.(md|json)"))
                    .map(file -> file.toAbsolutePath().normalize())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
