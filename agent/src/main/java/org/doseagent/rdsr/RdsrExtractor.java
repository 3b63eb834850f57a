package org.doseagent.rdsr;

import org.doseagent.rdsr.qa.NotPatient;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Finding;
import org.doseagent.rdsr.Codes.Concept;

/**
 * Reads a structured report: whether it is a CT dose report, and if so, all that is in it (PS3.16 TID 10011 to 10015).
 *
 * <p>Never throws for content; what is missing or contradictory is in the findings. Stateless; safe for many threads.
 */
public final class RdsrExtractor {

    private static final String CT_TEMPLATE = "10011";

    private final NotPatient notPatient;
    private final RdsrLimits limits;

    public RdsrExtractor() {
        this(NotPatient.NEVER);
    }

    /** Makes an extractor that also marks phantoms and quality control by the patterns of this site. */
    public RdsrExtractor(NotPatient notPatient) {
        this(notPatient, RdsrLimits.DEFAULT);
    }

    /** Makes an extractor with other limits. */
    public RdsrExtractor(NotPatient notPatient, RdsrLimits limits) {
        this.notPatient = notPatient;
        this.limits = limits;
    }

    /** Returns the content of the report. */
    public Extraction extract(DataSet report) {
        Reading reading = new Reading(limits);
        report.remarks().forEach(remark -> reading.note(Finding.Kind.STRUCTURE, remark));
        ContentItem root = ContentItem.root(report);
        if (!isCtDoseReport(root)) {
            return new Extraction(
                    Extraction.Kind.NOT_APPLICABLE,
                    kindOf(root),
                    Optional.empty(),
                    Optional.empty(),
                    reading.findings());
        }
        Optional<DoseReport> read = new Tid10011(root, reading, notPatient).read();
        return new Extraction(
                Extraction.Kind.CT_DOSE_REPORT, "CT dose report", read, Header.identity(report), reading.findings());
    }

    /** Decides by title and template; where the template is missing, by the procedure reported or by a CT container. */
    private static boolean isCtDoseReport(ContentItem root) {
        if (root.concept() != Codes.XRAY_RADIATION_DOSE_REPORT) {
            return false;
        }
        if (root.first(Codes.CT_ACCUMULATED_DOSE_DATA).isPresent()
                || root.first(Codes.CT_ACQUISITION).isPresent()) {
            return true;
        }
        Optional<String> template = root.dataSet()
                .item(Tag.CONTENT_TEMPLATE_SEQUENCE)
                .flatMap(found -> found.string(Tag.TEMPLATE_IDENTIFIER));
        return template.isPresent()
                ? template.get().equals(CT_TEMPLATE)
                : procedureReported(root) == Codes.CT_PROCEDURE;
    }

    private static Concept procedureReported(ContentItem root) {
        return root.first(Codes.PROCEDURE_REPORTED)
                .map(ContentItem::codedConcept)
                .orElse(Codes.NONE);
    }

    private static String kindOf(ContentItem root) {
        String sopClass = root.dataSet().string(Tag.SOP_CLASS_UID).orElse("");
        if (root.concept() == Codes.RADIOPHARMACEUTICAL_DOSE_REPORT
                || sopClass.equals(SopClass.RADIOPHARMACEUTICAL_RADIATION_DOSE_SR)) {
            return "radiopharmaceutical dose report";
        }
        if (sopClass.equals(SopClass.PATIENT_RADIATION_DOSE_SR)) {
            return "patient radiation dose report";
        }
        if (sopClass.equals(SopClass.ENHANCED_XRAY_RADIATION_DOSE_SR)) {
            return "enhanced X-ray dose report";
        }
        if (root.concept() == Codes.XRAY_RADIATION_DOSE_REPORT) {
            return procedureReported(root) == Codes.MAMMOGRAPHY
                    ? "mammography dose report"
                    : "projection X-ray dose report";
        }
        return "structured report without dose";
    }
}
