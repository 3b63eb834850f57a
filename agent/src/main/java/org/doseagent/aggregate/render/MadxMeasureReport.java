package org.doseagent.aggregate.render;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A release as a FHIR R4 MeasureReport of type summary after IHE QRPH mADX 3.0.0 (QRPH-58), of the Measure in {@code docs/fhir/}.
 *
 * <p>A stratum has one score, so each statistic is a group of its own ({@code DLP.P50}), and each cell a stratum of each group of its
 * quantity. An exceedance is a score with the comparator "at least" and the lower end of its band. The report has no data of a single patient:
 * no evaluated resource, no supplemental data, and the subject is the facility under its pseudonym. Only the JSON form is signed.
 */
final class MadxMeasureReport {

    static final String MEASURE = "urn:dose-agent:fhir:Measure:ct-dose-percentiles|1";
    static final String CODES = "urn:dose-agent:fhir:CodeSystem:ct-dose-percentiles";
    static final String AGE_PERIODS = "https://profiles.ihe.net/QRPH/mADX/CodeSystem/ISO8601DerivedPeriods";
    static final String SEQUENCE = "urn:dose-agent:fhir:StructureDefinition:sequence";
    static final String SUPERSEDES = "urn:dose-agent:fhir:StructureDefinition:supersedes";

    private static final String POPULATIONS = "http://terminology.hl7.org/CodeSystem/measure-population";
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String UUIDS = "urn:ietf:rfc:3986";

    private static final List<String> QUANTITIES = List.of("CTDIVOL", "DLP");
    private static final List<String> PERCENTILES = List.of("p25", "p50", "p75");

    /** Age bands as periods of the profile's appendix on ages: from, two dashes, up to. */
    private static final Map<String, String> PERIODS = Map.of(
            "child-0-3m", "P0M--P3M",
            "child-3m-1y", "P3M--P1Y",
            "child-1-6y", "P1Y--P6Y",
            "child-6-18y", "P6Y--P18Y",
            "child", "P0Y--P18Y",
            "adult", "P18Y--P9999Y");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private MadxMeasureReport() {}

    static byte[] of(byte[] json) {
        JsonNode document = DocumentReader.parse(json);
        ObjectNode report = NODES.objectNode();
        report.put("resourceType", "MeasureReport");
        report.put("id", document.path("submissionId").asText());
        report.putArray("contained").add(facility(document.path("facility")));
        extensions(report, document);
        identifiers(report, document);
        report.put("status", "complete");
        report.put("type", "summary");
        report.put("measure", MEASURE);
        report.putObject("subject").put("reference", "#facility");
        report.put("date", document.path("createdAt").asText());
        report.putObject("reporter").put("reference", "#facility");
        report.putObject("period")
                .put("start", document.at("/period/start").asText())
                .put("end", document.at("/period/end").asText());
        report.set(
                "improvementNotation",
                concept("http://terminology.hl7.org/CodeSystem/measure-improvement-notation", "decrease"));
        groups(report.putArray("group"), document.path("cells"));
        try {
            return MAPPER.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode facility(JsonNode facility) {
        ObjectNode location = NODES.objectNode();
        location.put("resourceType", "Location");
        location.put("id", "facility");
        location.putArray("identifier")
                .addObject()
                .put("system", "urn:dose-agent:facility")
                .put("value", facility.path("pseudonym").asText());
        location.put("mode", "instance");
        location.putObject("address").put("country", facility.path("country").asText());
        return location;
    }

    private static void extensions(ObjectNode report, JsonNode document) {
        ArrayNode extensions = report.putArray("extension");
        extensions.addObject().put("url", SEQUENCE).set("valuePositiveInt", document.path("sequence"));
        if (document.has("supersedes")) {
            extensions
                    .addObject()
                    .put("url", SUPERSEDES)
                    .put("valueUri", "urn:uuid:" + document.path("supersedes").asText());
        }
    }

    /** The release, and the month of the facility: the second stays the same when a month is corrected. */
    private static void identifiers(ObjectNode report, JsonNode document) {
        ArrayNode identifiers = report.putArray("identifier");
        identifiers
                .addObject()
                .put("system", UUIDS)
                .put("value", "urn:uuid:" + document.path("submissionId").asText());
        identifiers
                .addObject()
                .put("system", "urn:dose-agent:facility-month")
                .put(
                        "value",
                        document.at("/facility/pseudonym").asText() + "/"
                                + document.at("/period/start").asText().substring(0, 7));
    }

    private static void groups(ArrayNode groups, JsonNode cells) {
        for (String quantity : QUANTITIES) {
            List<JsonNode> ofQuantity = new ArrayList<>();
            cells.forEach(cell -> {
                if (cell.path("quantity").asText().equals(quantity)) {
                    ofQuantity.add(cell);
                }
            });
            for (String percentile : PERCENTILES) {
                ArrayNode strata =
                        group(groups, quantity + "." + percentile.toUpperCase(java.util.Locale.ROOT), ofQuantity);
                ofQuantity.forEach(cell -> stratum(strata, cell)
                        .set(
                                "measureScore",
                                score(cell.path(percentile), cell.path("unit").asText())));
            }
            ArrayNode counts = group(groups, quantity + ".N", ofQuantity);
            ofQuantity.forEach(cell -> stratum(counts, cell).set("measureScore", score(cell.path("n"), "1")));
            ArrayNode exceedances = group(groups, quantity + ".ABOVE-DRL", ofQuantity);
            ofQuantity.forEach(cell -> cell.path("aboveDrl").forEach(above -> exceedance(exceedances, cell, above)));
        }
        // The Measure asks for the stratifier in each group, FHIR forbids empty arrays.
        groups.forEach(group -> {
            if (group.at("/stratifier/0/stratum").isEmpty()) {
                ((ObjectNode) group.at("/stratifier/0")).remove("stratum");
            }
        });
    }

    /** Adds a group and returns its strata. The count of the group is the sum of the published, rounded counts: it discloses nothing new. */
    private static ArrayNode group(ArrayNode groups, String code, List<JsonNode> cells) {
        ObjectNode group = groups.addObject();
        group.set("code", concept(CODES, code));
        int exams = cells.stream().mapToInt(cell -> cell.path("n").asInt()).sum();
        population(group.putArray("population"), exams);
        ObjectNode stratifier = group.putArray("stratifier").addObject();
        stratifier.putArray("code").add(concept(CODES, "cell"));
        return stratifier.putArray("stratum");
    }

    private static ObjectNode stratum(ArrayNode strata, JsonNode cell) {
        ObjectNode stratum = strata.addObject();
        ArrayNode components = stratum.putArray("component");
        component(components, "category", concept(CODES, cell.path("category").asText()));
        component(components, "population", concept(AGE_PERIODS, period(cell)));
        component(
                components,
                "equipment-age",
                concept(CODES, "equipment-age-" + cell.path("equipmentAge").asText()));
        component(
                components,
                "detector-rows",
                concept(CODES, "detector-rows-" + cell.path("detectorRows").asText()));
        component(
                components,
                "phantom",
                concept(CODES, "phantom-" + cell.path("phantomCm").asText()));
        population(stratum.putArray("population"), cell.path("n").asInt());
        return stratum;
    }

    private static void exceedance(ArrayNode strata, JsonNode cell, JsonNode above) {
        ObjectNode stratum = stratum(strata, cell);
        ArrayNode components = (ArrayNode) stratum.path("component");
        component(components, "drl-set", text(above.path("drlSet").asText()));
        component(
                components,
                "drl",
                text(above.path("drl").decimalValue().toPlainString() + " "
                        + cell.path("unit").asText()));
        String lowerEnd = above.path("exams").asText().replaceAll("\\D.*", "");
        ObjectNode score =
                NODES.objectNode().put("value", Integer.parseInt(lowerEnd)).put("comparator", ">=");
        stratum.set("measureScore", score.put("system", UCUM).put("code", "1"));
    }

    private static String period(JsonNode cell) {
        String population = cell.path("population").asText();
        String period = PERIODS.get(population);
        if (period == null) {
            throw new IllegalArgumentException("population " + population + " is not of dose-aggregate/1");
        }
        return period;
    }

    private static void component(ArrayNode components, String code, ObjectNode value) {
        ObjectNode component = components.addObject();
        component.set("code", concept(CODES, code));
        component.set("value", value);
    }

    private static void population(ArrayNode populations, int exams) {
        ObjectNode population = populations.addObject();
        population.set("code", concept(POPULATIONS, "measure-population"));
        population.put("count", exams);
    }

    private static ObjectNode score(JsonNode value, String unit) {
        ObjectNode score = NODES.objectNode();
        score.set("value", value);
        return score.put("unit", unit).put("system", UCUM).put("code", unit);
    }

    private static ObjectNode concept(String system, String code) {
        ObjectNode concept = NODES.objectNode();
        concept.putArray("coding").addObject().put("system", system).put("code", code);
        return concept;
    }

    private static ObjectNode text(String text) {
        return NODES.objectNode().put("text", text);
    }
}
