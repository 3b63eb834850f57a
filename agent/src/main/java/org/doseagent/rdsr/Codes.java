package org.doseagent.rdsr;

import java.util.List;
import org.doseagent.dose.Code;

/** The concepts of TID 10011 to 10015 (PS3.16), each with every code it has had: DCM, legacy SNOMED (SRT) and SNOMED CT (SCT). */
final class Codes {

    /** One concept under all its codes. */
    record Concept(List<Code> codes) {
        boolean matches(Code other) {
            return codes.stream().anyMatch(code -> code.isSameConcept(other));
        }
    }

    static final Concept XRAY_RADIATION_DOSE_REPORT = dcm("113701");
    static final Concept RADIOPHARMACEUTICAL_DOSE_REPORT = dcm("113500");
    static final Concept PROCEDURE_REPORTED = dcm("121058");
    static final Concept HAS_INTENT = concept("G-C0E8", "363703001");
    static final Concept START_OF_IRRADIATION = dcm("113809");
    static final Concept END_OF_IRRADIATION = dcm("113810");
    static final Concept SCOPE_OF_ACCUMULATION = dcm("113705");
    static final Concept STUDY_SCOPE_UID = dcm("110180");
    static final Concept CT_ACCUMULATED_DOSE_DATA = dcm("113811");
    static final Concept EVENT_COUNT = dcm("113812");
    static final Concept DLP_TOTAL = dcm("113813");
    static final Concept DLP_SUB_TOTAL = dcm("130745");
    static final Concept EFFECTIVE_DOSE_TOTAL = dcm("113814");
    static final Concept CT_ACQUISITION = dcm("113819");
    static final Concept ACQUISITION_PROTOCOL = dcm("125203");
    static final Concept TARGET_REGION = dcm("123014");
    static final Concept ACQUISITION_TYPE = dcm("113820");
    static final Concept PROCEDURE_CONTEXT = concept("G-C32C", "408730004");
    static final Concept EVENT_UID = new Concept(List.of(code("113769", "DCM"), code("113853", "DCM")));
    static final Concept DATE_TIME_STARTED = dcm("111526");
    static final Concept ACQUISITION_PARAMETERS = dcm("113822");
    static final Concept EXPOSURE_TIME = dcm("113824");
    static final Concept SCANNING_LENGTH = dcm("113825");
    static final Concept SINGLE_COLLIMATION = dcm("113826");
    static final Concept TOTAL_COLLIMATION = dcm("113827");
    static final Concept PITCH = dcm("113828");
    static final Concept SOURCE_COUNT = dcm("113823");
    static final Concept SOURCE_PARAMETERS = dcm("113831");
    static final Concept SOURCE_ID = dcm("113832");
    static final Concept KVP = dcm("113733");
    static final Concept MAXIMUM_TUBE_CURRENT = dcm("113833");
    static final Concept TUBE_CURRENT = dcm("113734");
    static final Concept TIME_PER_ROTATION = dcm("113834");
    static final Concept CT_DOSE = dcm("113829");
    static final Concept MEAN_CTDI_VOL = dcm("113830");
    static final Concept PHANTOM_TYPE = dcm("113835");
    static final Concept DLP = dcm("113838");
    static final Concept EFFECTIVE_DOSE = dcm("113839");
    static final Concept SSDE = dcm("113930");
    static final Concept MEASUREMENT_METHOD = concept("G-C036", "370129005");
    static final Concept WATER_EQUIVALENT_DIAMETER = dcm("113980");
    static final Concept MODULATION_TYPE = dcm("113842");
    static final Concept COMMENT = dcm("121106");
    static final Concept DOSE_CHECK_ALERT = dcm("113900");
    static final Concept DOSE_CHECK_NOTIFICATION = dcm("113908");
    static final Concept DEVICE_ROLE = dcm("113876");
    static final Concept IRRADIATING_DEVICE = dcm("113859");
    static final Concept DEVICE_NAME = dcm("113877");
    static final Concept DEVICE_MANUFACTURER = dcm("113878");
    static final Concept DEVICE_MODEL = dcm("113879");
    static final Concept DEVICE_SERIAL = dcm("113880");

    static final Concept DEVICE_OBSERVER_MANUFACTURER = dcm("121014");
    static final Concept DEVICE_OBSERVER_MODEL = dcm("121015");
    static final Concept DEVICE_OBSERVER_SERIAL = dcm("121016");
    static final Concept ACCESSION_NUMBER = dcm("121022");
    static final Concept PROCEDURE_CODE = dcm("121023");

    static final Concept CT_PROCEDURE = concept("P5-08000", "77477000");
    static final Concept MAMMOGRAPHY = concept("P5-40010", "71651007");
    static final Concept PROJECTION_XRAY = dcm("113704");
    static final Concept QUALITY_CONTROL_INTENT = dcm("113680");
    static final Concept PHANTOM_REGION = concept("R-FE0C7", "706342009");
    static final Concept HEAD_PHANTOM = dcm("113690");
    static final Concept BODY_PHANTOM = dcm("113691");
    static final Concept YES = concept("R-0038D", "373066001");
    static final Concept NO = concept("R-00339", "373067005");
    static final Concept SEQUENCED = dcm("113804");
    static final Concept SPIRAL = concept("P5-08001", "116152004");
    static final Concept CONSTANT_ANGLE = dcm("113805");
    static final Concept STATIONARY = dcm("113806");
    static final Concept FREE = dcm("113807");
    static final Concept CONE_BEAM = concept("R-FB8F1", "702569007");

    private Codes() {}

    static Concept dcm(String value) {
        return new Concept(List.of(code(value, "DCM")));
    }

    private static Concept concept(String srt, String sct) {
        return new Concept(List.of(code(srt, "SRT"), code(sct, "SCT")));
    }

    private static Code code(String value, String scheme) {
        return new Code(value, scheme, "");
    }
}
