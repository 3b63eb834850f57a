package org.doseagent.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.dose.Code;
import org.doseagent.dose.EventDose;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.ScanParameters;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.XraySource;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.PatientKey;

/**
 * The tables of exams and of events of an export. They contain no name, birth date, Patient ID or UID. Each exam has a number in this export, which
 * joins the two tables.
 *
 * <p>The fields of the events are those that the dose bank of Spain asks for (BOE-A-2025-4399): protocol, CTDIvol, phantom and pitch, and
 * where reported voltage, current, time, beam width, scan length, mode, modulation, SSDE and contrast.
 */
public final class ExamTables {

    private final List<Column<PartRow>> exams = new ArrayList<>();
    private final List<Column<EventRow>> events = new ArrayList<>();

    /** One part of an exam; an exam without events has one row too. */
    private record PartRow(int number, AssessedExam assessed, int index) {

        Exam exam() {
            return assessed.exam();
        }

        Optional<ExamPart> part() {
            return index < assessed.parts().size()
                    ? Optional.of(assessed.parts().get(index))
                    : Optional.empty();
        }

        /** Values of the whole exam are in its first row only, so that a sum over the column is right. */
        <T> Optional<T> once(Function<Exam, Optional<T>> value) {
            return index == 0 ? value.apply(exam()) : Optional.empty();
        }
    }

    private record EventRow(int number, Exam exam, int index) {

        IrradiationEvent event() {
            return exam.events().get(index);
        }

        EventDose dose() {
            return event().dose();
        }

        ScanParameters scan() {
            return event().scan();
        }

        Optional<XraySource> source() {
            return scan().xraySources().stream().findFirst();
        }
    }

    /**
     * Chooses which identifiers of an exam are written.
     *
     * @param withAccession the accession number, by which a physicist finds the exam again
     * @param withPatientKey the keyed pseudonym of the patient
     */
    public ExamTables(boolean withAccession, boolean withPatientKey) {
        exams.add(Column.of("Exam", PartRow::number));
        events.add(Column.of("Exam", EventRow::number));
        if (withAccession) {
            exams.add(new Column<>("Accession number", row -> study(row).accessionNumber()));
            events.add(
                    new Column<>("Accession number", row -> row.exam().study().accessionNumber()));
        }
        if (withPatientKey) {
            exams.add(new Column<>("Patient key", row -> row.exam().patientKey().map(PatientKey::value)));
        }
        ofStudy();
        ofPart();
        ofEvent();
        ofScan();
    }

    private static StudyFacts study(PartRow row) {
        return row.exam().study();
    }

    private static PatientFacts patient(PartRow row) {
        return row.exam().patient();
    }

    private static Device device(PartRow row) {
        return row.exam().device();
    }

    private void ofStudy() {
        exams.add(new Column<>("Study date and time", row -> study(row).studyDateTime()));
        exams.add(new Column<>("Study description", row -> study(row).studyDescription()));
        exams.add(new Column<>("Institution", row -> study(row).institution()));
        exams.add(new Column<>("Manufacturer", row -> device(row).manufacturer()));
        exams.add(new Column<>("Model", row -> device(row).model()));
        exams.add(new Column<>("Serial number", row -> device(row).serialNumber()));
        exams.add(new Column<>("Station", row -> device(row).stationName()));
        exams.add(new Column<>("Software", row -> device(row).softwareVersion()));
        exams.add(new Column<>("Sex", row -> patient(row).sex()));
        exams.add(new Column<>("Age [years]", row -> patient(row).ageYears()));
        exams.add(new Column<>("Age [days]", row -> patient(row).ageDays()));
        exams.add(new Column<>("Weight [kg]", row -> patient(row).weightKg()));
        exams.add(new Column<>("Height [m]", row -> patient(row).heightM()));
        exams.add(Column.of("Quality control", row -> row.exam().isQa() ? "yes" : "no"));
        exams.add(new Column<>(
                "Events", row -> row.once(exam -> Optional.of(exam.events().size()))));
        exams.add(new Column<>(
                "Events missing",
                row -> row.once(exam -> exam.reportedEventCount().map(n -> exam.missingEvents()))));
        exams.add(new Column<>("DLP of the exam, 16 cm phantom [mGy·cm]", row -> row.once(exam -> dlpOn(exam, 16))));
        exams.add(new Column<>("DLP of the exam, 32 cm phantom [mGy·cm]", row -> row.once(exam -> dlpOn(exam, 32))));
        exams.add(new Column<>(
                "DLP of the exam, one phantom or none stated [mGy·cm]",
                row -> row.once(exam -> exam.hasSeveralPhantoms() ? Optional.empty() : exam.dlpTotalMGyCm())));
        exams.add(new Column<>("DLP of the exam as reported [mGy·cm]", row -> row.once(Exam::reportedDlpTotalMGyCm)));
    }

    private static Optional<BigDecimal> dlpOn(Exam exam, int phantomCm) {
        return exam.dlpByPhantomMGyCm().stream()
                .filter(sum -> sum.phantomCm().equals(Optional.of(phantomCm)))
                .map(ReportedTotals.SubTotal::dlpMGyCm)
                .findFirst();
    }

    private void ofPart() {
        exams.add(Column.of("Part", row -> row.index() + 1));
        exams.add(Column.of(
                "Category", row -> row.part().flatMap(ExamPart::category).orElse("unmapped")));
        exams.add(new Column<>(
                "Mapping rule",
                row -> row.part().flatMap(part -> part.classification().rule())));
        exams.add(new Column<>("Phantom [cm]", row -> row.part().flatMap(ExamPart::phantomCm)));
        exams.add(new Column<>("CTDIvol, largest [mGy]", row -> row.part().flatMap(ExamPart::ctdiVolMGy)));
        exams.add(new Column<>("DLP of the part [mGy·cm]", row -> row.part().flatMap(ExamPart::dlpMGyCm)));
        exams.add(new Column<>(
                "DLP of the part, diagnostic events [mGy·cm]",
                row -> row.part().flatMap(part -> part.totals().dlpDiagnosticMGyCm())));
    }

    private void ofEvent() {
        events.add(new Column<>("Study date and time", row -> row.exam().study().studyDateTime()));
        events.add(Column.of("Event", row -> row.index() + 1));
        events.add(new Column<>("Started", row -> row.event().startedAt()));
        events.add(new Column<>("Protocol", row -> row.event().protocol()));
        events.add(Column.of("Role", row -> row.event().role().name()));
        events.add(new Column<>(
                "Acquisition type", row -> row.event().acquisitionType().map(Enum::name)));
        events.add(
                new Column<>("Target region", row -> row.event().targetRegion().map(Code::meaning)));
        events.add(new Column<>(
                "Contrast", row -> row.event().acquisition().procedureContext().map(Code::meaning)));
        events.add(new Column<>("CTDIvol [mGy]", row -> row.dose().ctdiVolMGy()));
        events.add(new Column<>("Phantom [cm]", row -> row.dose().phantomCm()));
        events.add(new Column<>(
                "Phantom from",
                row -> row.dose().phantomCm().map(cm -> row.dose().phantomInferred() ? "region" : "report")));
        events.add(new Column<>("DLP [mGy·cm]", row -> row.dose().dlpMGyCm()));
        events.add(new Column<>("SSDE [mGy]", row -> row.dose().ssdeMGy()));
        events.add(
                new Column<>("Water equivalent diameter [mm]", row -> row.dose().waterEquivalentDiameterMm()));
    }

    private void ofScan() {
        events.add(new Column<>("Pitch", row -> row.scan().pitch()));
        events.add(new Column<>("Scan length [mm]", row -> row.scan().scanLengthMm()));
        events.add(new Column<>("Exposure time [s]", row -> row.scan().exposureTimeS()));
        events.add(new Column<>("Single collimation [mm]", row -> row.scan().nominalSingleCollimationMm()));
        events.add(new Column<>("Total collimation [mm]", row -> row.scan().nominalTotalCollimationMm()));
        events.add(Column.of("X-ray sources", row -> row.scan().xraySources().size()));
        events.add(new Column<>("Voltage of source 1 [kV]", row -> row.source().flatMap(XraySource::kvp)));
        events.add(new Column<>(
                "Mean current of source 1 [mA]", row -> row.source().flatMap(XraySource::tubeCurrentMeanMa)));
        events.add(new Column<>(
                "Largest current of source 1 [mA]", row -> row.source().flatMap(XraySource::tubeCurrentMaxMa)));
        events.add(new Column<>(
                "Rotation time of source 1 [s]", row -> row.source().flatMap(XraySource::exposureTimePerRotationS)));
        events.add(new Column<>("Modulation", row -> row.event().acquisition().modulationType()));
        events.add(new Column<>("Model", row -> row.event().device().model()));
        events.add(new Column<>("Serial number", row -> row.event().device().serialNumber()));
    }

    /** Begins the table of exams, which has one row for each part. */
    void beginExams(ExportSink sink) {
        sink.table("exams", Column.headers(exams));
    }

    /** Adds an exam with its number in this export. */
    void addExam(ExportSink sink, int number, AssessedExam exam) {
        for (int i = 0; i < Math.max(1, exam.parts().size()); i++) {
            sink.row(Column.cells(exams, new PartRow(number, exam, i)));
        }
    }

    /** Begins the table of events. */
    void beginEvents(ExportSink sink) {
        sink.table("events", Column.headers(events));
    }

    /** Adds the events of an exam, with the number that it has in the table of exams. */
    void addEvents(ExportSink sink, int number, AssessedExam exam) {
        for (int i = 0; i < exam.exam().events().size(); i++) {
            sink.row(Column.cells(events, new EventRow(number, exam.exam(), i)));
        }
    }
}
