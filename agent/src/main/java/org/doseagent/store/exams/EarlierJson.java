package org.doseagent.store.exams;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.dose.Acquisition;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.Classification;
import org.doseagent.dose.Code;
import org.doseagent.dose.DoseCheck;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.Finding;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PartTotals;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.XraySource;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.EventKey;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.jspecify.annotations.Nullable;

/** The documents of schema 8 and earlier, field by field. An absent field, null, and an identity that is blank are absent. */
final class EarlierJson {

    private EarlierJson() {}

    static ReceivedReport received(JsonNode node) {
        return new ReceivedReport(
                node.path("inboxId").asLong(),
                Instant.parse(node.path("receivedAt").asText()),
                text(node, "callingAeTitle").flatMap(AeTitle::read),
                text(node, "patientKey").filter(key -> !key.isBlank()).map(PatientKey::new),
                report(node.path("report")));
    }

    private static DoseReport report(JsonNode node) {
        return new DoseReport(
                new ReportDocument(
                        new SopInstanceUid(node.path("sopInstanceUid").asText()),
                        node.path("sopClassUid").asText(),
                        time(node, "contentDateTime"),
                        list(node.path("predecessors"), uid -> new SopInstanceUid(uid.asText()))),
                context(node),
                totals(node.path("totals")),
                list(node.path("events"), EarlierJson::event),
                list(node.path("findings"), EarlierJson::finding));
    }

    private static ExamContext context(JsonNode node) {
        return new ExamContext(
                new StudyInstanceUid(node.path("studyInstanceUid").asText()),
                study(node.path("study")),
                patient(node.path("patient")),
                device(node.path("device")),
                node.path("isQa").asBoolean());
    }

    static Exam exam(JsonNode node, List<Exam.ReportReference> reports) {
        return new Exam(
                context(node),
                text(node, "patientKey").filter(key -> !key.isBlank()).map(PatientKey::new),
                decimal(node, "reportedDlpTotalMGyCm"),
                integer(node, "reportedEventCount"),
                list(node.path("events"), EarlierJson::event),
                list(node.path("findings"), EarlierJson::finding),
                reports);
    }

    static Exam.ReportReference reference(JsonNode node) {
        return new Exam.ReportReference(
                new SopInstanceUid(node.path("sopInstanceUid").asText()),
                node.path("sopClassUid").asText(),
                Instant.parse(node.path("receivedAt").asText()),
                text(node, "callingAeTitle").flatMap(AeTitle::read));
    }

    static ExamPart part(JsonNode node) {
        return new ExamPart(
                new Classification(
                        text(node, "category"),
                        text(node, "mappingRule"),
                        text(node, "mappingVersion"),
                        text(node, "evidence")),
                new PartTotals(
                        integer(node, "phantomCm"),
                        decimal(node, "ctdiVolMGy"),
                        decimal(node, "dlpMGyCm"),
                        decimal(node, "dlpDiagnosticMGyCm"),
                        decimal(node, "dlpLargestEventMGyCm")),
                list(node.path("eventIndices"), JsonNode::asInt));
    }

    static ExamPart withDiagnosticDlp(ExamPart part, @Nullable String diagnostic, @Nullable String largest) {
        return new ExamPart(
                part.classification(),
                new PartTotals(
                        part.phantomCm(),
                        part.ctdiVolMGy(),
                        part.dlpMGyCm(),
                        Optional.ofNullable(diagnostic).map(BigDecimal::new),
                        Optional.ofNullable(largest).map(BigDecimal::new)),
                part.eventIndices());
    }

    static List<Assessment> assessments(JsonNode nodes) {
        return list(
                nodes,
                node -> new Assessment(
                        node.path("part").asInt(),
                        Quantity.valueOf(node.path("quantity").asText()),
                        decimal(node, "value"),
                        decimal(node, "ratio"),
                        Verdict.valueOf(node.path("verdict").asText()),
                        text(node, "reason"),
                        new Assessment.Level(
                                decimal(node, "drl"),
                                text(node, "drlSet"),
                                text(node, "drlSetHash"),
                                text(node, "population"))));
    }

    /** Returns a text that says something. */
    static Optional<String> present(@Nullable String text) {
        return Optional.ofNullable(text).filter(it -> !it.isEmpty());
    }

    private static StudyFacts study(JsonNode node) {
        return new StudyFacts(
                text(node, "accessionNumber"),
                time(node, "studyDateTime"),
                text(node, "studyDescription"),
                text(node, "institution"),
                list(node.path("procedureCodes"), EarlierJson::code),
                text(node, "utcOffset").map(ZoneOffset::of));
    }

    private static PatientFacts patient(JsonNode node) {
        return new PatientFacts(
                text(node, "sex"),
                integer(node, "ageDays"),
                decimal(node, "ageYears"),
                decimal(node, "weightKg"),
                decimal(node, "heightM"));
    }

    private static ReportedTotals totals(JsonNode node) {
        return new ReportedTotals(
                decimal(node, "dlpMGyCm"),
                integer(node, "eventCount"),
                decimal(node, "effectiveDoseMSv"),
                list(
                        node.path("subTotals"),
                        each -> new ReportedTotals.SubTotal(
                                integer(each, "phantomCm"),
                                decimal(each, "dlpMGyCm").orElseThrow())));
    }

    private static Device device(JsonNode node) {
        return new Device(
                text(node, "manufacturer"),
                text(node, "model"),
                text(node, "serialNumber"),
                text(node, "softwareVersion"),
                text(node, "stationName"));
    }

    private static IrradiationEvent event(JsonNode node) {
        return new IrradiationEvent(
                new EventKey(
                        node.path("key").path("value").asText(),
                        node.path("key").path("isUid").asBoolean()),
                new Acquisition(
                        text(node, "protocol"),
                        text(node, "acquisitionType").map(AcquisitionType::valueOf),
                        object(node, "targetRegion").map(EarlierJson::code),
                        object(node, "procedureContext").map(EarlierJson::code),
                        time(node, "startedAt"),
                        Optional.empty(),
                        text(node, "modulationType")),
                EventRole.valueOf(node.path("role").asText()),
                scan(node.path("scan")),
                dose(node.path("dose")),
                object(node, "doseCheck")
                        .map(check -> new DoseCheck(
                                object(check, "alert").map(EarlierJson::details),
                                object(check, "notification").map(EarlierJson::details))),
                device(node.path("device")));
    }

    private static ScanParameters scan(JsonNode node) {
        return new ScanParameters(
                decimal(node, "scanLengthMm"),
                Optional.empty(),
                decimal(node, "exposureTimeS"),
                decimal(node, "pitch"),
                decimal(node, "nominalSingleCollimationMm"),
                decimal(node, "nominalTotalCollimationMm"),
                decimal(node, "xraySourceCount"),
                list(
                        node.path("xraySources"),
                        source -> new XraySource(
                                text(source, "id"),
                                decimal(source, "kvp"),
                                decimal(source, "tubeCurrentMeanMa"),
                                decimal(source, "tubeCurrentMaxMa"),
                                decimal(source, "exposureTimePerRotationS"))));
    }

    private static EventDose dose(JsonNode node) {
        return new EventDose(
                decimal(node, "ctdiVolMGy"),
                integer(node, "phantomCm"),
                node.path("phantomInferred").asBoolean(),
                decimal(node, "dlpMGyCm"),
                decimal(node, "ssdeMGy"),
                object(node, "ssdeMethod").map(EarlierJson::code),
                decimal(node, "waterEquivalentDiameterMm"),
                decimal(node, "effectiveDoseMSv"));
    }

    private static DoseCheck.Details details(JsonNode node) {
        return new DoseCheck.Details(
                flag(node, "dlpConfigured"),
                decimal(node, "dlpValueMGyCm"),
                decimal(node, "dlpForwardEstimateMGyCm"),
                flag(node, "ctdiVolConfigured"),
                decimal(node, "ctdiVolValueMGy"),
                decimal(node, "ctdiVolForwardEstimateMGy"));
    }

    private static Code code(JsonNode node) {
        return new Code(
                node.path("value").asText(),
                node.path("scheme").asText(),
                node.path("meaning").asText());
    }

    private static Finding finding(JsonNode node) {
        return new Finding(
                Finding.Kind.valueOf(node.path("code").asText()),
                node.path("path").asText(),
                node.path("text").asText());
    }

    private static Optional<JsonNode> object(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    private static Optional<String> text(JsonNode node, String field) {
        return object(node, field).map(JsonNode::asText);
    }

    private static Optional<Integer> integer(JsonNode node, String field) {
        return object(node, field).map(JsonNode::asInt);
    }

    private static Optional<Boolean> flag(JsonNode node, String field) {
        return object(node, field).map(JsonNode::asBoolean);
    }

    private static Optional<BigDecimal> decimal(JsonNode node, String field) {
        return object(node, field).map(JsonNode::decimalValue);
    }

    private static Optional<LocalDateTime> time(JsonNode node, String field) {
        return text(node, field).map(LocalDateTime::parse);
    }

    private static <T> List<T> list(JsonNode nodes, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        nodes.forEach(node -> list.add(read.apply(node)));
        return list;
    }
}
