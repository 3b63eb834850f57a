package org.doseagent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.Part10File;

/**
 * A synthetic report with the exam that must come out of it. The build copies it from test-data into the program.
 *
 * @param text what is special about the report
 * @param exam the expected fields; more may be there
 */
record SelftestCase(String name, String text, Part10File report, ObjectNode exam) {

    /** Four styles of vendors, among them totals that are missing and a unit without a dot, and two reports that contradict themselves. */
    private static final List<String> NAMES = List.of(
            "philips-abdomen",
            "toshiba-no-totals",
            "ge-head-enhanced-sr",
            "siemens-dual-source-chest",
            "unknown-unit",
            "total-differs");

    private static final double TOLERANCE = 1e-6;

    static List<SelftestCase> all() throws IOException, DicomException {
        List<SelftestCase> all = new ArrayList<>();
        for (String name : NAMES) {
            ObjectNode exam = (ObjectNode) new ObjectMapper()
                    .readTree(bytes(name + "/expected.json"))
                    .path("exams")
                    .path(0);
            exam.remove("alerts"); // they depend on the levels of the site
            all.add(new SelftestCase(
                    name,
                    new String(bytes(name + "/origin.txt"), StandardCharsets.UTF_8)
                            .lines()
                            .findFirst()
                            .orElse(""),
                    Part10File.parse(bytes(name + "/01.dcm"), DicomLimits.DEFAULT),
                    exam));
        }
        return all;
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = SelftestCase.class.getResourceAsStream("selftest/" + resource)) {
            if (in == null) {
                throw new FileNotFoundException("the program lacks its resource selftest/" + resource);
            }
            return in.readAllBytes();
        }
    }

    String study() {
        return exam.path("studyInstanceUid").asText();
    }

    /** Returns every difference between the expected and the actual exam. */
    List<String> differences(JsonNode actual) {
        List<String> found = new ArrayList<>();
        ObjectNode fields = exam.deepCopy();
        JsonNode codes = fields.remove("findingCodes");
        compare("exam", fields, actual, found);
        Set<String> actualCodes = new TreeSet<>();
        actual.path("findings")
                .forEach(finding -> actualCodes.add(finding.path("code").asText()));
        Set<String> expectedCodes = new TreeSet<>();
        if (codes != null) {
            codes.forEach(code -> expectedCodes.add(code.asText()));
            if (!expectedCodes.equals(actualCodes)) {
                found.add("findings: expected " + expectedCodes + ", found " + actualCodes);
            }
        }
        return found;
    }

    private static void compare(String path, JsonNode expected, JsonNode actual, List<String> found) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            compare(path + "." + field.getKey(), field.getValue(), actual.path(field.getKey()), found));
        } else if (expected.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.path(i), found);
            }
        } else if (!isEqual(expected, actual)) {
            found.add(path + ": expected " + expected + ", found " + (actual.isMissingNode() ? "nothing" : actual));
        }
    }

    private static boolean isEqual(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return Math.abs(expected.asDouble() - actual.asDouble()) <= TOLERANCE;
        }
        return expected.isNull() ? actual.isNull() || actual.isMissingNode() : expected.equals(actual);
    }
}
