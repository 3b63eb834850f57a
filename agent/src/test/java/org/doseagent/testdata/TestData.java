package org.doseagent.testdata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes {@code test-data/}: one folder a case with its files, {@code expected.json} and one line of {@code origin.txt}. The same program
 * writes the same bytes; {@code GoldenCasesTest} checks that what is committed is what it writes.
 */
public final class TestData {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private TestData() {}

    /** Writes all cases into the folder that the first argument names, in place of what is there. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (Case each : Cases.all()) {
            write(folder.resolve("cases").resolve(each.id), files(each));
        }
        write(folder.resolve("demo-month"), DemoMonth.files());
    }

    static Map<String, byte[]> files(Case each) throws IOException {
        Map<String, byte[]> files = new java.util.TreeMap<>(each.files);
        files.put("origin.txt", (each.origin + "\n").getBytes(StandardCharsets.UTF_8));
        files.put("expected.json", (JSON.writeValueAsString(each.expected()) + "\n").getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static void write(Path folder, Map<String, byte[]> files) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** Returns a report of one chest exam, whose identifiers depend on {@code name} alone. */
    public static byte[] chestReport(String name) {
        return ReportWriter.file(Cases.chest(name));
    }

    /** Returns a report like {@link #chestReport} with this accession number, for a study and a patient's age such as "061Y". */
    public static byte[] reportOf(String accession, String study, String age) {
        Report report = Cases.chest(accession).study(accession, study);
        report.age = age;
        return ReportWriter.file(report);
    }

    /** Returns the SOP Instance UID of {@link #chestReport}. */
    public static String uidOf(String name) {
        return Cases.uid(name);
    }

    /** Returns a report of a study with its events {@code from} to {@code to}, 70 mGy·cm each. */
    public static byte[] windowReport(String study, int from, int to) {
        return ReportWriter.file(SeveralReportsCases.window(study, from, to));
    }

    /** Returns the first file of a case. */
    public static byte[] caseFile(String id) {
        return Cases.all().stream()
                .filter(each -> each.id.equals(id))
                .flatMap(each -> each.files.values().stream())
                .findFirst()
                .orElseThrow();
    }

    static List<Case> cases() {
        return Cases.all();
    }
}
