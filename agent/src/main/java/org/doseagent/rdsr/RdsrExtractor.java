package org.doseagent.rdsr;

import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dose.Code;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Finding;

/**
 * Reads a structured report: is it a CT dose report, and what does it say (PS3.16 TID 10011 to 10015).
 *
 * <p>Never throws for content; what is missing or contradictory is in the findings. Stateless; safe for many threads.
 */
public final class RdsrExtractor {

    private static final String CT_TEMPLATE = "10011";

    private final NotPatient notPatient;

    public RdsrExtractor() {
        this(NotPatient.NEVER);
    }

    /** Makes one that also marks what the site knows to be no patient. */
    public RdsrExtractor(NotPatient notPatient) {
        this.notPatient = notPatient;
    }

    /** Returns what the report says. */
    public Extraction extract(DataSet root) {
        Reading reading = new Reading();
        root.remarks().forEach(remark -> reading.note(Finding.Kind.STRUCTURE, "header", remark));
        ContentItem item = ContentItem.root(root);
        if (!isCtDoseReport(item)) {
            return new Extraction(
                    Extraction.Kind.NOT_APPLICABLE,
                    kindOf(item),
                    Optional.empty(),
                    Optional.empty(),
                    reading.findings());
        }
        Optional<DoseReport> report = new Tid10011(root, reading, notPatient).read();
        return new Extraction(
                Extraction.Kind.CT_DOSE_REPORT,
                "CT dose report",
                report,
                new Header(root, new Reading()).identity(),
                reading.findings());
    }

    /** By title and template; where the template is missing, by the procedure reported or by a CT container. */
    private static boolean isCtDoseReport(ContentItem root) {
        if (!root.is(Codes.XRAY_RADIATION_DOSE_REPORT)) {
            return false;
        }
        boolean hasContainer = root.first(Codes.CT_ACCUMULATED_DOSE_DATA).isPresent()
                || root.first(Codes.CT_ACQUISITION).isPresent();
        Optional<Code> procedure = root.first(Codes.PROCEDURE_REPORTED).flatMap(ContentItem::codeValue);
        Optional<String> template = root.dataSet()
                .item(Tag.CONTENT_TEMPLATE_SEQUENCE)
                .flatMap(found -> found.string(Tag.TEMPLATE_IDENTIFIER));
        return hasContainer
                || template.filter(CT_TEMPLATE::equals).isPresent()
                || (template.isEmpty()
                        && procedure.filter(Codes.CT_PROCEDURE::matches).isPresent());
    }

    private static String kindOf(ContentItem root) {
        String sopClass = root.dataSet().string(Tag.SOP_CLASS_UID).orElse("");
        if (root.is(Codes.RADIOPHARMACEUTICAL_DOSE_REPORT)
                || sopClass.equals(SopClass.RADIOPHARMACEUTICAL_RADIATION_DOSE_SR)) {
            return "radiopharmaceutical dose report";
        }
        if (sopClass.equals(SopClass.PATIENT_RADIATION_DOSE_SR)) {
            return "patient radiation dose report";
        }
        if (sopClass.equals(SopClass.ENHANCED_XRAY_RADIATION_DOSE_SR)) {
            return "enhanced X-ray dose report";
        }
        if (root.is(Codes.XRAY_RADIATION_DOSE_REPORT)) {
            Optional<Code> procedure = root.first(Codes.PROCEDURE_REPORTED).flatMap(ContentItem::codeValue);
            return procedure.filter(Codes.MAMMOGRAPHY::matches).isPresent()
                    ? "mammography dose report"
                    : "projection X-ray dose report";
        }
        return "structured report without dose";
    }
}
