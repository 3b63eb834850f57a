package org.doseagent.dicom;

import java.util.Map;
import java.util.Set;

/** The SOP classes that the agent accepts (PS3.4 B.5, PS3.6 Annex A). */
public final class SopClass {

    public static final String VERIFICATION = "1.2.840.10008.1.1";
    public static final String BASIC_TEXT_SR = "1.2.840.10008.5.1.4.1.1.88.11";
    public static final String ENHANCED_SR = "1.2.840.10008.5.1.4.1.1.88.22";
    public static final String COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";
    public static final String XRAY_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.67";
    public static final String RADIOPHARMACEUTICAL_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.68";
    public static final String PATIENT_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.73";
    public static final String ENHANCED_XRAY_RADIATION_DOSE_SR = "1.2.840.10008.5.1.4.1.1.88.76";

    private static final Map<String, String> NAMES = Map.of(
            VERIFICATION, "Verification",
            BASIC_TEXT_SR, "Basic Text SR",
            ENHANCED_SR, "Enhanced SR",
            COMPREHENSIVE_SR, "Comprehensive SR",
            XRAY_RADIATION_DOSE_SR, "X-Ray Radiation Dose SR",
            RADIOPHARMACEUTICAL_RADIATION_DOSE_SR, "Radiopharmaceutical Radiation Dose SR",
            PATIENT_RADIATION_DOSE_SR, "Patient Radiation Dose SR",
            ENHANCED_XRAY_RADIATION_DOSE_SR, "Enhanced X-Ray Radiation Dose SR");

    /** The SOP classes of the structured reports that are stored; Verification is not one of them. */
    public static final Set<String> STORAGE = Set.of(
            BASIC_TEXT_SR,
            ENHANCED_SR,
            COMPREHENSIVE_SR,
            XRAY_RADIATION_DOSE_SR,
            RADIOPHARMACEUTICAL_RADIATION_DOSE_SR,
            PATIENT_RADIATION_DOSE_SR,
            ENHANCED_XRAY_RADIATION_DOSE_SR);

    private SopClass() {}

    /** Returns the name of a SOP class, or the UID itself where it is not listed here. */
    public static String nameOf(String uid) {
        return NAMES.getOrDefault(uid, uid);
    }
}
