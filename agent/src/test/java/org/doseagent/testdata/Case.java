package org.doseagent.testdata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One folder of test-data: files in the order in which they arrive, and the expected result, written by the author of the case. */
final class Case {

    final String id;
    final String origin;
    final Map<String, byte[]> files = new LinkedHashMap<>();
    private final ObjectNode expected = JsonNodeFactory.instance.objectNode();

    Case(String id, String origin) {
        this.id = id;
        this.origin = origin;
        expected.putObject("inbox");
        expected.putArray("exams");
    }

    Case report(Report report) {
        return file(ReportWriter.file(report), "processed");
    }

    Case file(byte[] bytes, String state) {
        files.put(String.format("%02d.dcm", files.size() + 1), bytes);
        ObjectNode inbox = (ObjectNode) expected.get("inbox");
        inbox.put(state, inbox.path(state).asInt(0) + 1);
        return this;
    }

    /** Expects one exam with the events of a report, and its total. */
    Exam exam(Report report) {
        return exam(report, report.events, report.total);
    }

    Exam exam(Report report, List<Event> events, String reportedTotal) {
        ObjectNode node = ((ArrayNode) expected.get("exams")).addObject();
        node.put("studyInstanceUid", report.studyUid);
        node.put("accessionNumber", report.accession);
        node.put("sex", report.sex.matches("[MFO]") ? report.sex : null);
        node.put("studyDescription", report.studyDescription);
        node.put(
                "dlpTotalMGyCm",
                events.stream()
                        .filter(event -> event.dlp != null)
                        .map(event -> new BigDecimal(event.dlp))
                        .reduce(BigDecimal::add)
                        .orElse(null));
        node.put("reportedDlpTotalMGyCm", decimal(reportedTotal));
        node.put("eventCount", events.size());
        ArrayNode list = node.putArray("events");
        events.forEach(event -> list.add(json(event)));
        return new Exam(node);
    }

    /** The order of arrival matters in this case. */
    Case inOrder() {
        expected.put("inOrder", true);
        return this;
    }

    ObjectNode expected() {
        return expected;
    }

    private static ObjectNode json(Event event) {
        Report report = event.owner;
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("irradiationEventUid", event.uid);
        node.put("protocol", event.protocol);
        node.put("acquisitionType", event.type);
        node.put("role", event.role);
        if (event.region == Event.Region.NONE) {
            node.putNull("targetRegion");
        } else {
            node.putObject("targetRegion")
                    .put("value", report.isSnomedCt ? event.region.sct : event.region.srt)
                    .put("scheme", report.isSnomedCt ? "SCT" : "SRT");
        }
        boolean hasDose = event.ctdiVol != null || event.dlp != null;
        node.put("ctdiVolMGy", decimal(event.ctdiVol));
        node.put("phantomCm", hasDose ? event.phantomCm : null);
        node.put("dlpMGyCm", decimal(event.dlp));
        node.put("scanLengthMm", decimal(event.scanLengthMm));
        node.put("exposureTimeS", decimal(event.exposureTimeS));
        node.put("pitch", decimal(event.pitch));
        node.put("nominalSingleCollimationMm", new BigDecimal("0.6"));
        node.put("nominalTotalCollimationMm", new BigDecimal("38.4"));
        node.put("xraySourceCount", event.sources.size());
        ArrayNode sources = node.putArray("xraySources");
        for (String[] source : event.sources) {
            sources.addObject()
                    .put("id", source[0])
                    .put("kvp", decimal(source[1]))
                    .put("tubeCurrentMeanMa", decimal(source[2]))
                    .put("tubeCurrentMaxMa", decimal(source[3]))
                    .put("exposureTimePerRotationS", decimal(source[4]));
        }
        node.put("ssdeMGy", decimal(event.ssde));
        node.put("waterEquivalentDiameterMm", decimal(event.waterEquivalentDiameterMm));
        node.put("effectiveDoseMSv", decimal(event.effectiveDoseMSv));
        node.putObject("device").put("model", report.model).put("serialNumber", report.serial);
        if (event.doseAlert == null) {
            node.putNull("doseCheck");
        } else {
            node.putObject("doseCheck")
                    .putObject("alert")
                    .put("dlpConfigured", true)
                    .put("dlpValueMGyCm", decimal(event.doseAlert[0]))
                    .put("dlpForwardEstimateMGyCm", decimal(event.doseAlert[1]))
                    .put("ctdiVolConfigured", true)
                    .put("ctdiVolValueMGy", decimal(event.doseAlert[2]))
                    .put("ctdiVolForwardEstimateMGy", decimal(event.doseAlert[3]));
        }
        return node;
    }

    private static BigDecimal decimal(String text) {
        return text == null ? null : new BigDecimal(text);
    }

    /** What more is expected of an exam. */
    static final class Exam {
        private final ObjectNode node;

        Exam(ObjectNode node) {
            this.node = node;
        }

        /** Adds a part: category (null: unmapped), phantom, CTDIvol, DLP. */
        Exam part(String category, Integer phantomCm, String ctdiVol, String dlp) {
            node.withArray("parts")
                    .addObject()
                    .put("category", category)
                    .put("phantomCm", phantomCm)
                    .put("ctdiVolMGy", decimal(ctdiVol))
                    .put("dlpMGyCm", decimal(dlp));
            return this;
        }

        Exam alerts(String... kinds) {
            ArrayNode array = node.putArray("alerts");
            List.of(kinds).forEach(array::add);
            return this;
        }

        /** These kinds of finding, and no others. */
        Exam findings(String... codes) {
            ArrayNode array = node.putArray("findingCodes");
            new ArrayList<>(List.of(codes)).forEach(array::add);
            return this;
        }

        Exam with(String field, Object value) {
            node.putPOJO(field, value);
            return this;
        }

        Exam age(String years) {
            node.put("ageYears", decimal(years));
            return this;
        }
    }
}
