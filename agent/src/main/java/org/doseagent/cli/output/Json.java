package org.doseagent.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.doseagent.dose.AeTitle;
import org.doseagent.dose.Alert;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Code;
import org.doseagent.dose.Device;
import org.doseagent.dose.DoseCheck;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientKey;
import org.doseagent.dose.StudyInstanceUid;
import org.doseagent.store.alerts.AlertEntry;

/** Builds the JSON that scripts rely on: field names are a contract, absent is null, numbers are numbers. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prints an array, one element after the other; the same text as an array printed at once. */
    public static void printArray(PrintWriter out, Consumer<Consumer<ObjectNode>> elements) {
        try (SequenceWriter array = MAPPER.writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .writeValuesAsArray(out)) {
            elements.accept(element -> {
                try {
                    array.write(element);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }

    public static <T> ArrayNode array(Iterable<T> values, Function<T, ObjectNode> toNode) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(value -> array.add(toNode.apply(value)));
        return array;
    }

    /** The summary of an exam, as {@code exams list} prints it. */
    public static ObjectNode summary(AssessedExam assessed) {
        Exam exam = assessed.exam();
        ObjectNode node = object();
        node.put("studyInstanceUid", exam.studyInstanceUid().value());
        text(node, "accessionNumber", exam.study().accessionNumber());
        text(node, "patientKey", exam.patientKey().map(PatientKey::value));
        text(node, "sex", exam.patient().sex());
        number(node, "ageYears", exam.patient().ageYears());
        number(node, "weightKg", exam.patient().weightKg());
        number(node, "heightM", exam.patient().heightM());
        String offset = exam.study().utcOffset().map(ZoneOffset::getId).orElse("");
        text(node, "studyDateTime", exam.study().studyDateTime().map(at -> time(at) + offset));
        text(node, "studyDescription", exam.study().studyDescription());
        text(node, "institution", exam.study().institution());
        number(node, "dlpTotalMGyCm", exam.dlpTotalMGyCm());
        number(node, "reportedDlpTotalMGyCm", exam.reportedDlpTotalMGyCm());
        node.put("eventCount", exam.events().size());
        node.set("device", device(exam.device()));
        node.set("parts", array(assessed.parts(), part -> {
            ObjectNode child = object();
            text(child, "category", part.category());
            text(child, "mappingRule", part.mappingRule());
            text(child, "mappingVersion", part.mappingVersion());
            text(child, "evidence", part.evidence());
            number(child, "phantomCm", part.phantomCm().map(BigDecimal::valueOf));
            number(child, "ctdiVolMGy", part.ctdiVolMGy());
            number(child, "dlpMGyCm", part.dlpMGyCm());
            return child;
        }));
        return node;
    }

    /** The whole exam, as {@code exams show} prints it. */
    public static ObjectNode exam(AssessedExam assessed) {
        Exam exam = assessed.exam();
        ObjectNode node = summary(assessed);
        node.set("events", array(exam.events(), Json::event));
        node.set(
                "findings",
                array(
                        exam.findings(),
                        finding -> object().put("code", finding.code().name())
                                .put("path", finding.path())
                                .put("text", finding.text())));
        node.set("assessments", array(assessed.assessments(), assessment -> {
            ObjectNode child = object();
            child.put("part", assessment.part());
            child.put("quantity", assessment.quantity().name());
            number(child, "valueMGyCmOrMGy", assessment.value());
            number(child, "drl", assessment.drl());
            number(child, "ratio", assessment.ratio());
            child.put("verdict", assessment.verdict().name());
            text(child, "reason", assessment.reason());
            text(child, "drlSet", assessment.drlSet());
            text(child, "drlSetHash", assessment.drlSetHash());
            text(child, "population", assessment.population());
            return child;
        }));
        node.set("reports", array(exam.reports(), report -> {
            ObjectNode child = object();
            child.put("sopInstanceUid", report.sopInstanceUid().value());
            child.put("sopClassUid", report.sopClassUid());
            child.put("receivedAt", report.receivedAt().toString());
            text(child, "callingAeTitle", report.callingAeTitle().map(AeTitle::value));
            return child;
        }));
        return node;
    }

    private static ObjectNode event(IrradiationEvent event) {
        ObjectNode node = object();
        text(node, "irradiationEventUid", event.irradiationEventUid());
        text(node, "protocol", event.protocol());
        text(node, "acquisitionType", event.acquisitionType().map(Enum::name));
        node.put("role", event.role().name());
        node.set("targetRegion", event.targetRegion().map(Json::code).orElse(null));
        number(node, "ctdiVolMGy", event.dose().ctdiVolMGy());
        number(node, "phantomCm", event.dose().phantomCm().map(BigDecimal::valueOf));
        number(node, "dlpMGyCm", event.dose().dlpMGyCm());
        number(node, "scanLengthMm", event.scan().scanLengthMm());
        number(node, "exposureTimeS", event.scan().exposureTimeS());
        number(node, "pitch", event.scan().pitch());
        number(node, "nominalSingleCollimationMm", event.scan().nominalSingleCollimationMm());
        number(node, "nominalTotalCollimationMm", event.scan().nominalTotalCollimationMm());
        number(node, "xraySourceCount", event.scan().xraySourceCount());
        node.set("xraySources", array(event.scan().xraySources(), source -> {
            ObjectNode child = object();
            text(child, "id", source.id());
            number(child, "kvp", source.kvp());
            number(child, "tubeCurrentMeanMa", source.tubeCurrentMeanMa());
            number(child, "tubeCurrentMaxMa", source.tubeCurrentMaxMa());
            number(child, "exposureTimePerRotationS", source.exposureTimePerRotationS());
            return child;
        }));
        number(node, "ssdeMGy", event.dose().ssdeMGy());
        number(node, "waterEquivalentDiameterMm", event.dose().waterEquivalentDiameterMm());
        number(node, "effectiveDoseMSv", event.dose().effectiveDoseMSv());
        text(node, "modulationType", event.modulationType());
        node.set("device", device(event.device()));
        node.set("doseCheck", event.doseCheck().map(Json::doseCheck).orElse(null));
        return node;
    }

    private static ObjectNode code(Code code) {
        return object().put("value", code.value()).put("scheme", code.scheme()).put("meaning", code.meaning());
    }

    private static ObjectNode device(Device device) {
        ObjectNode node = object();
        text(node, "manufacturer", device.manufacturer());
        text(node, "model", device.model());
        text(node, "serialNumber", device.serialNumber());
        text(node, "softwareVersion", device.softwareVersion());
        text(node, "stationName", device.stationName());
        return node;
    }

    private static ObjectNode doseCheck(DoseCheck check) {
        ObjectNode node = object();
        node.set("alert", check.alert().map(Json::details).orElse(null));
        node.set("notification", check.notification().map(Json::details).orElse(null));
        return node;
    }

    private static ObjectNode details(DoseCheck.Details details) {
        ObjectNode node = object();
        node.put("dlpConfigured", details.dlpConfigured().orElse(null));
        number(node, "dlpValueMGyCm", details.dlpValueMGyCm());
        number(node, "dlpForwardEstimateMGyCm", details.dlpForwardEstimateMGyCm());
        node.put("ctdiVolConfigured", details.ctdiVolConfigured().orElse(null));
        number(node, "ctdiVolValueMGy", details.ctdiVolValueMGy());
        number(node, "ctdiVolForwardEstimateMGy", details.ctdiVolForwardEstimateMGy());
        return node;
    }

    public static ObjectNode alert(AlertEntry entry) {
        Alert alert = entry.alert();
        ObjectNode node = object();
        node.put("id", entry.id());
        node.put("kind", entry.kind().label());
        node.put("status", entry.status().label());
        node.put("openedAt", entry.openedAt().toString());
        text(node, "studyInstanceUid", entry.subject().study().map(StudyInstanceUid::value));
        text(node, "accessionNumber", entry.subject().accessionNumber());
        text(node, "category", alert.category());
        text(node, "device", entry.subject().device());
        text(node, "quantity", alert.quantity().map(Enum::name));
        number(node, "value", alert.value());
        number(node, "drl", alert.drl());
        number(node, "ratio", alert.ratio());
        text(node, "drlSet", alert.drlSet());
        node.put("text", alert.text());
        text(node, "acknowledgedBy", entry.decided().by());
        text(node, "acknowledgedAt", entry.decided().at().map(Object::toString));
        text(node, "reason", entry.decided().reason());
        text(node, "note", entry.decided().note());
        return node;
    }

    /** Returns what a scanner said, to the second at least, as ISO 8601. */
    public static String time(LocalDateTime dateTime) {
        return dateTime.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    public static void text(ObjectNode node, String field, Optional<String> value) {
        node.put(field, value.orElse(null));
    }

    public static void number(ObjectNode node, String field, Optional<BigDecimal> value) {
        node.put(field, value.orElse(null));
    }
}
