package org.doseagent.cli.exams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.doseagent.cli.output.Json;
import org.doseagent.dose.Code;
import org.doseagent.dose.DoseCheck;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Repetition;
import org.doseagent.dose.ScanRange;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;

/** The JSON of a whole exam: the fields of the list, and below them events, findings, assessments and reports. Field names are a contract. */
public final class ExamJson {

    private ExamJson() {}

    /** The whole exam, as {@code exams show} prints it. */
    public static ObjectNode of(AssessedExam assessed) {
        Exam exam = assessed.exam();
        ObjectNode node = ExamRows.SUMMARY.json(assessed);
        node.set("events", Json.array(exam.events(), ExamJson::event));
        node.set(
                "findings",
                Json.array(
                        exam.findings(),
                        finding -> Json.object()
                                .put("code", finding.code().name())
                                .put("path", finding.path())
                                .put("text", finding.text())));
        node.set("assessments", Json.array(assessed.assessments(), assessment -> {
            ObjectNode child = Json.object();
            child.put("part", assessment.part());
            child.put("quantity", assessment.quantity().name());
            Json.put(child, "valueMGyCmOrMGy", assessment.value());
            Json.put(child, "drl", assessment.drl());
            Json.put(child, "ratio", assessment.ratio());
            child.put("verdict", assessment.verdict().name());
            Json.put(child, "reason", assessment.reason());
            Json.put(child, "drlSet", assessment.drlSet());
            Json.put(child, "drlSetHash", assessment.level().setHash());
            Json.put(child, "population", assessment.level().population());
            return child;
        }));
        node.set("reports", Json.array(exam.reports(), report -> {
            ObjectNode child = Json.object();
            child.put("sopInstanceUid", report.sopInstanceUid().value());
            child.put("sopClassUid", report.sopClassUid());
            child.put("receivedAt", report.receivedAt().toString());
            Json.put(child, "callingAeTitle", report.callingAeTitle().map(AeTitle::value));
            return child;
        }));
        return node;
    }

    private static ObjectNode event(IrradiationEvent event) {
        ObjectNode node = Json.object();
        Json.put(node, "irradiationEventUid", event.irradiationEventUid());
        Json.put(node, "protocol", event.protocol());
        Json.put(node, "acquisitionType", event.acquisitionType().map(Enum::name));
        node.put("role", event.role().name());
        node.set("targetRegion", event.targetRegion().map(ExamJson::code).orElse(null));
        Json.put(node, "ctdiVolMGy", event.dose().ctdiVolMGy());
        Json.put(node, "phantomCm", event.dose().phantomCm().map(BigDecimal::valueOf));
        Json.put(node, "dlpMGyCm", event.dose().dlpMGyCm());
        Json.put(node, "scanLengthMm", event.scan().scanLengthMm());
        Json.put(node, "topMm", event.scan().range().map(ScanRange::topMm));
        Json.put(node, "bottomMm", event.scan().range().map(ScanRange::bottomMm));
        node.put(
                "isRepeated",
                event.acquisition().repetition().map(Repetition::isRepeated).orElse(null));
        node.set(
                "repeatReason",
                event.acquisition()
                        .repetition()
                        .flatMap(Repetition::reason)
                        .map(ExamJson::code)
                        .orElse(null));
        Json.put(node, "exposureTimeS", event.scan().exposureTimeS());
        Json.put(node, "pitch", event.scan().pitch());
        Json.put(node, "nominalSingleCollimationMm", event.scan().nominalSingleCollimationMm());
        Json.put(node, "nominalTotalCollimationMm", event.scan().nominalTotalCollimationMm());
        Json.put(node, "xraySourceCount", event.scan().xraySourceCount());
        node.set("xraySources", Json.array(event.scan().xraySources(), source -> {
            ObjectNode child = Json.object();
            Json.put(child, "id", source.id());
            Json.put(child, "kvp", source.kvp());
            Json.put(child, "tubeCurrentMeanMa", source.tubeCurrentMeanMa());
            Json.put(child, "tubeCurrentMaxMa", source.tubeCurrentMaxMa());
            Json.put(child, "exposureTimePerRotationS", source.exposureTimePerRotationS());
            return child;
        }));
        Json.put(node, "ssdeMGy", event.dose().ssdeMGy());
        node.set("ssdeMethod", event.dose().ssdeMethod().map(ExamJson::code).orElse(null));
        Json.put(node, "waterEquivalentDiameterMm", event.dose().waterEquivalentDiameterMm());
        Json.put(node, "effectiveDoseMSv", event.dose().effectiveDoseMSv());
        Json.put(node, "modulationType", event.acquisition().modulationType());
        node.set("device", ExamRows.DEVICE.json(event.device()));
        node.set("doseCheck", event.doseCheck().map(ExamJson::doseCheck).orElse(null));
        return node;
    }

    private static ObjectNode code(Code code) {
        return Json.object()
                .put("value", code.value())
                .put("scheme", code.scheme())
                .put("meaning", code.meaning());
    }

    private static ObjectNode doseCheck(DoseCheck check) {
        ObjectNode node = Json.object();
        node.set("alert", check.alert().map(ExamJson::details).orElse(null));
        node.set("notification", check.notification().map(ExamJson::details).orElse(null));
        return node;
    }

    private static ObjectNode details(DoseCheck.Details details) {
        ObjectNode node = Json.object();
        node.put("dlpConfigured", details.dlpConfigured().orElse(null));
        Json.put(node, "dlpValueMGyCm", details.dlpValueMGyCm());
        Json.put(node, "dlpForwardEstimateMGyCm", details.dlpForwardEstimateMGyCm());
        node.put("ctdiVolConfigured", details.ctdiVolConfigured().orElse(null));
        Json.put(node, "ctdiVolValueMGy", details.ctdiVolValueMGy());
        Json.put(node, "ctdiVolForwardEstimateMGy", details.ctdiVolForwardEstimateMGy());
        return node;
    }
}
