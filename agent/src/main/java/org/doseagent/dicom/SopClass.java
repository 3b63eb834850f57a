package org.doseagent.dicom;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/**
 * The SOP classes that the agent accepts (PS3.4 B.5, PS3.6 Annex A). A PACS that forwards by modality SR sends reports of every kind, and key
 * objects with them; none of them may fail, or the whole transfer does.
 */
public final class SopClass {

    public static final String VERIFICATION = "1.2.840.10008.1.1";
    public static final String ENHANCED_SR = "1.2.840.10008.5.1.4.1.1.88.22";
    public static final String COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";
    public static final String COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34";
    public static final String XRAY_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.67";
    public static final String RADIOPHARMACEUTICAL_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.68";
    public static final String PATIENT_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.73";
    public static final String ENHANCED_XRAY_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.76";

    /** Storage Commitment Push Model, and its well-known instance (PS3.4 J.3.5). */
    public static final String STORAGE_COMMITMENT = "1.2.840.10008.1.20.1";

    public static final String STORAGE_COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1";

    /** Study Root Query/Retrieve, FIND, MOVE and GET (PS3.4 C.6.2). */
    public static final String STUDY_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.2.1";

    public static final String STUDY_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.2.2";
    public static final String STUDY_ROOT_GET = "1.2.840.10008.5.1.4.1.2.2.3";

    /** Structured reports and key objects, by UID. */
    private static final Map<String, String> STORED = Map.ofEntries(
            entry("1.2.840.10008.5.1.4.1.1.88.11", "Basic Text SR"),
            entry(ENHANCED_SR, "Enhanced SR"),
            entry(COMPREHENSIVE_SR, "Comprehensive SR"),
            entry(COMPREHENSIVE_3D_SR, "Comprehensive 3D SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.35", "Extensible SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.40", "Procedure Log"),
            entry("1.2.840.10008.5.1.4.1.1.88.50", "Mammography CAD SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.59", "Key Object Selection"),
            entry("1.2.840.10008.5.1.4.1.1.88.65", "Chest CAD SR"),
            entry(XRAY_RADIATION_DOSE_SR, "X-Ray Radiation Dose SR"),
            entry(RADIOPHARMACEUTICAL_RADIATION_DOSE_SR, "Radiopharmaceutical Radiation Dose SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.69", "Colon CAD SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.70", "Implantation Plan SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.71", "Acquisition Context SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.72", "Simplified Adult Echo SR"),
            entry(PATIENT_RADIATION_DOSE_SR, "Patient Radiation Dose SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.74", "Planned Imaging Agent Administration SR"),
            entry("1.2.840.10008.5.1.4.1.1.88.75", "Performed Imaging Agent Administration SR"),
            entry(ENHANCED_XRAY_RADIATION_DOSE_SR, "Enhanced X-Ray Radiation Dose SR"));

    /** The SOP classes that are stored; Verification is not one of them. */
    public static final Set<String> STORAGE = STORED.keySet();

    private SopClass() {}

    /** Returns the name of a SOP class that is stored, or the UID itself for any other. */
    public static String nameOf(String uid) {
        return STORED.getOrDefault(uid, uid);
    }
}
