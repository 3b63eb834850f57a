package org.doseagent.pacs;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;

/** Selects the dose reports of CT among other reports, by what the PACS returns at IMAGE level. Pure. */
final class DoseReports {

    /** PS3.16: TID 10011 CT Radiation Dose, TID 10040 Enhanced X-Ray Radiation Dose. */
    private static final Set<String> CT_TEMPLATES = Set.of("10011", "10040");

    /** DCM: X-Ray Radiation Dose Report, the title of TID 10011 and 10001. */
    private static final String DOSE_REPORT = "113701";

    /** The classes that hold nothing but dose reports. */
    static final Set<String> CLASSES =
            Set.of(SopClass.XRAY_RADIATION_DOSE_SR, SopClass.ENHANCED_XRAY_RADIATION_DOSE_SR);

    /** General classes in which scanners of some vendors store their dose reports. */
    static final Set<String> GENERAL_CLASSES =
            Set.of(SopClass.ENHANCED_SR, SopClass.COMPREHENSIVE_SR, SopClass.COMPREHENSIVE_3D_SR);

    enum Verdict {
        DOSE_REPORT,
        OTHER,
        /** A report of a general class, and the PACS returns neither its template nor its title. */
        UNDECIDED
    }

    private DoseReports() {}

    static Verdict of(DataSet match) {
        Optional<String> sopClass = match.string(Tag.SOP_CLASS_UID);
        Optional<String> template =
                match.item(Tag.CONTENT_TEMPLATE_SEQUENCE).flatMap(item -> item.string(Tag.TEMPLATE_IDENTIFIER));
        Optional<String> title =
                match.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).flatMap(item -> item.string(Tag.CODE_VALUE));
        if (template.isPresent()) {
            return CT_TEMPLATES.contains(template.get()) ? Verdict.DOSE_REPORT : Verdict.OTHER;
        }
        if (sopClass.isEmpty() || CLASSES.contains(sopClass.get())) {
            return Verdict.DOSE_REPORT; // without a class, only the report itself can tell
        }
        if (!GENERAL_CLASSES.contains(sopClass.get())) {
            return Verdict.OTHER;
        }
        return title.map(code -> code.equals(DOSE_REPORT) ? Verdict.DOSE_REPORT : Verdict.OTHER)
                .orElse(Verdict.UNDECIDED);
    }

    /** Returns the keys with which the PACS describes a report (IHE RAD TF, RAD-64), each to be returned. */
    static void addKeys(DataSet.Builder keys) {
        keys.text(Tag.SOP_CLASS_UID)
                .text(Tag.CONTENT_DATE)
                .text(Tag.CONTENT_TIME)
                .text(Tag.COMPLETION_FLAG)
                .text(Tag.VERIFICATION_FLAG)
                .items(
                        Tag.CONCEPT_NAME_CODE_SEQUENCE,
                        List.of(DataSet.builder()
                                .text(Tag.CODE_VALUE)
                                .text(Tag.CODING_SCHEME_DESIGNATOR)
                                .text(Tag.CODE_MEANING)
                                .build()))
                .items(
                        Tag.CONTENT_TEMPLATE_SEQUENCE,
                        List.of(DataSet.builder().text(Tag.TEMPLATE_IDENTIFIER).build()));
    }
}
