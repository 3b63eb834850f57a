package org.doseagent.cli.exams;

import static org.doseagent.cli.output.Shown.shown;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.cli.output.Json;
import org.doseagent.cli.output.Look;
import org.doseagent.cli.output.Rows;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.drl.phase.Phases;

/** The rows of {@code exams list}. */
final class ExamRows {

    static final Rows<Device> DEVICE = Rows.<Device>describe()
            .field("manufacturer", Device::manufacturer)
            .field("model", Device::model)
            .field("serialNumber", Device::serialNumber)
            .field("softwareVersion", Device::softwareVersion)
            .field("stationName", Device::stationName)
            .column(shown("SCANNER").free().as(ExamRows::label).orElse("unknown scanner"))
            .build();

    private static final Rows<ExamPart> PART = Rows.<ExamPart>describe()
            .field("category", ExamPart::category, shown("CATEGORY").as(ExamRows::firstOfSeveral))
            .field("mappingRule", part -> part.classification().rule())
            .field("mappingVersion", part -> part.classification().version())
            .field("evidence", part -> part.classification().evidence())
            .field("phantomCm", part -> part.phantomCm().map(BigDecimal::valueOf))
            .field("ctdiVolMGy", ExamPart::ctdiVolMGy, shown("CTDIvol").right().as(Look::first))
            .field("dlpMGyCm", ExamPart::dlpMGyCm)
            .build();

    private static final Rows<ReportedTotals.SubTotal> PHANTOM_DLP = Rows.<ReportedTotals.SubTotal>describe()
            .field("phantomCm", ReportedTotals.SubTotal::phantomCm)
            .field("dlpMGyCm", ReportedTotals.SubTotal::dlpMGyCm)
            .build();

    static final Rows<AssessedExam> SUMMARY = Rows.<AssessedExam>describe()
            .field(
                    "studyInstanceUid",
                    assessed -> assessed.exam().studyInstanceUid().value())
            .field("accessionNumber", assessed -> assessed.exam().study().accessionNumber(), shown("ACCESSION"))
            .field("patientKey", assessed -> assessed.exam().patientKey().map(PatientKey::value))
            .field("sex", assessed -> assessed.exam().patient().sex())
            .field("ageYears", assessed -> assessed.exam().patient().ageYears())
            .field("weightKg", assessed -> assessed.exam().patient().weightKg())
            .field("heightM", assessed -> assessed.exam().patient().heightM())
            .field(
                    "studyDateTime",
                    assessed -> time(assessed.exam()),
                    shown("DATE").as(Look::minute))
            .field("studyDescription", assessed -> assessed.exam().study().studyDescription())
            .field("institution", assessed -> assessed.exam().study().institution())
            .field(
                    "dlpTotalMGyCm",
                    assessed -> assessed.exam().dlpTotalMGyCm())
            .each("dlpByPhantom", assessed -> assessed.exam().dlpByPhantomMGyCm(), PHANTOM_DLP)
            .column(shown("DLP").right().as(ExamRows::dlp))
            .field("reportedDlpTotalMGyCm", assessed -> assessed.exam().reportedDlpTotalMGyCm())
            .field(
                    "eventCount",
                    assessed -> assessed.exam().events().size(),
                    shown("EVENTS").right())
            .field("isQa", assessed -> assessed.exam().isQa())
            .field("qaReason", assessed -> assessed.exam().qaReason())
            .field("phases", assessed -> Phases.of(assessed.exam()).count())
            .field("repeats", assessed -> Phases.repeated(assessed.exam()).size())
            .object("device", assessed -> assessed.exam().device(), DEVICE)
            .each("parts", AssessedExam::parts, PART)
            .tableOrder("DATE", "ACCESSION", "CATEGORY", "CTDIvol", "DLP", "EVENTS", "SCANNER")
            .build();

    private ExamRows() {}

    static Optional<String> time(Exam exam) {
        String offset = exam.study().utcOffset().map(ZoneOffset::getId).orElse("");
        return exam.study().studyDateTime().map(at -> Json.time(at) + offset);
    }

    /** The DLP; of an exam with values of two phantoms, that of the smaller one first, since their sum is no dose. */
    private static String dlp(JsonNode row) {
        JsonNode sums = row.path("dlpByPhantom");
        if (sums.size() <= 1) {
            return Look.csv(row.path("dlpTotalMGyCm"));
        }
        List<String> each = new ArrayList<>();
        for (JsonNode sum : sums) {
            String isUnknown = Look.csv(sum.path("phantomCm")).isEmpty() ? " ?" : "";
            each.add(Look.csv(sum.path("dlpMGyCm")) + isUnknown);
        }
        return String.join(" | ", each);
    }

    /**
     * The serial number, or the name of the station where there is none, and the model. The number is first, because it distinguishes two
     * scanners of one model and a narrow terminal cuts the end.
     */
    private static String label(JsonNode device) {
        String number = Look.firstOf("serialNumber", "stationName").apply(device);
        return (number + " " + Look.csv(device.path("model"))).strip();
    }

    /** The category of the first part; "+" means that the exam has others. */
    private static String firstOfSeveral(JsonNode categories) {
        if (categories.isEmpty()) {
            return "";
        }
        String first =
                categories.get(0).isNull() ? "unmapped" : categories.get(0).asText();
        return first + (categories.size() > 1 ? " +" : "");
    }
}
