package org.doseagent.rdsr;

import org.doseagent.rdsr.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TextTable;
import org.doseagent.dose.Code;

/** The concepts of TID 10011 to 10015 (PS3.16), each with all its codes: DCM, legacy SNOMED (SRT) and SNOMED CT (SCT). */
final class Codes {

    /** One concept under all its codes. There is one object for each concept, so that they are compared with {@code ==}. */
    static final class Concept {
        private final List<Code> codes;

        private Concept(List<Code> codes) {
            this.codes = codes;
        }

        boolean matches(Code other) {
            for (Code code : codes) {
                if (code.isSameConcept(other)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A concept and the coding scheme of the code value by which it was found. */
    private record Coded(Concept concept, String scheme) {}

    /** The concepts below by code value, and by nothing else: no two of their codes have the same value. */
    private static final Map<String, Coded> CODED = new HashMap<>();

    /** The concept of an item without a code. */
    static final Concept NONE = new Concept(List.of());

    /** The concept of any code that is not listed here. */
    static final Concept OTHER = new Concept(List.of());

    static final Concept XRAY_RADIATION_DOSE_REPORT = dcm("113701");
    static final Concept RADIOPHARMACEUTICAL_DOSE_REPORT = dcm("113500");
    static final Concept PROCEDURE_REPORTED = dcm("121058");
    static final Concept HAS_INTENT = snomed("G-C0E8", "363703001");
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
    static final Concept PROCEDURE_CONTEXT = snomed("G-C32C", "408730004");
    static final Concept EVENT_UID = concept(code("113769", "DCM"), code("113853", "DCM"));
    static final Concept DATE_TIME_STARTED = dcm("111526");
    static final Concept IS_REPEATED_ACQUISITION = dcm("128551");
    static final Concept REASON_FOR_REPEATING = dcm("128552");
    static final Concept ACQUISITION_PARAMETERS = dcm("113822");
    static final Concept EXPOSURE_TIME = dcm("113824");
    static final Concept SCANNING_LENGTH = dcm("113825");
    static final Concept TOP_OF_SCANNING_LENGTH = dcm("113897");
    static final Concept BOTTOM_OF_SCANNING_LENGTH = dcm("113898");
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
    static final Concept MEASUREMENT_METHOD = snomed("G-C036", "370129005");
    static final Concept WATER_EQUIVALENT_DIAMETER = dcm("113980");
    static final Concept MODULATION_TYPE = dcm("113842");
    static final Concept COMMENT = dcm("121106");
    static final Concept DOSE_CHECK_ALERT = dcm("113900");
    static final Concept DOSE_CHECK_NOTIFICATION = dcm("113908");
    static final Concept DEVICE_ROLE = dcm("113876");
    static final Concept IRRADIATING_DEVICE = dcm("113859");
    static final Concept DEVICE_MANUFACTURER = dcm("113878");
    static final Concept DEVICE_MODEL = dcm("113879");
    static final Concept DEVICE_SERIAL = dcm("113880");

    static final Concept DEVICE_OBSERVER_MANUFACTURER = dcm("121014");
    static final Concept DEVICE_OBSERVER_MODEL = dcm("121015");
    static final Concept DEVICE_OBSERVER_SERIAL = dcm("121016");
    static final Concept ACCESSION_NUMBER = dcm("121022");
    static final Concept PROCEDURE_CODE = dcm("121023");

    static final Concept CT_PROCEDURE = snomed("P5-08000", "77477000");
    static final Concept MAMMOGRAPHY = snomed("P5-40010", "71651007");
    static final Concept QUALITY_CONTROL_INTENT = dcm("113680");
    static final Concept PHANTOM_REGION = snomed("R-FE0C7", "706342009");
    static final Concept HEAD_PHANTOM = dcm("113690");
    static final Concept BODY_PHANTOM = dcm("113691");
    static final Concept YES = snomed("R-0038D", "373066001");
    static final Concept NO = snomed("R-00339", "373067005");
    static final Concept SEQUENCED = dcm("113804");
    static final Concept SPIRAL = snomed("P5-08001", "116152004");
    static final Concept CONSTANT_ANGLE = dcm("113805");
    static final Concept STATIONARY = dcm("113806");
    static final Concept FREE = dcm("113807");
    static final Concept CONE_BEAM = snomed("R-FB8F1", "702569007");

    static final Concept ALERT_DLP_CONFIGURED = dcm("113901");
    static final Concept ALERT_CTDI_VOL_CONFIGURED = dcm("113902");
    static final Concept ALERT_DLP_VALUE = dcm("113903");
    static final Concept ALERT_CTDI_VOL_VALUE = dcm("113904");
    static final Concept ALERT_DLP_ESTIMATE = dcm("113905");
    static final Concept ALERT_CTDI_VOL_ESTIMATE = dcm("113906");
    static final Concept NOTIFICATION_DLP_CONFIGURED = dcm("113909");
    static final Concept NOTIFICATION_CTDI_VOL_CONFIGURED = dcm("113910");
    static final Concept NOTIFICATION_DLP_VALUE = dcm("113911");
    static final Concept NOTIFICATION_CTDI_VOL_VALUE = dcm("113912");
    static final Concept NOTIFICATION_DLP_ESTIMATE = dcm("113913");
    static final Concept NOTIFICATION_CTDI_VOL_ESTIMATE = dcm("113914");

    /** Made after all concepts above. */
    private static final TextTable<Coded> BY_VALUE = TextTable.of(CODED);

    /** The schemes of the codes above; the legacy designators of SNOMED are one. */
    private static final TextTable<String> SCHEMES =
            TextTable.of(Map.of("DCM", "DCM", "SRT", "SRT", "SNM3", "SRT", "99SDM", "SRT", "SCT", "SCT"));

    private Codes() {}

    private static Concept dcm(String value) {
        return concept(code(value, "DCM"));
    }

    private static Concept snomed(String legacy, String current) {
        return concept(code(legacy, "SRT"), code(current, "SCT"));
    }

    private static Concept concept(Code... codes) {
        Concept concept = new Concept(List.of(codes));
        for (Code code : codes) {
            if (CODED.put(code.value(), new Coded(concept, code.scheme())) != null) {
                throw new IllegalStateException("two concepts have the code value " + code.value());
            }
        }
        return concept;
    }

    private static Code code(String value, String scheme) {
        return new Code(value, scheme, "");
    }

    /** Returns whether the codes of a concept are DICOM's own; false for one that is not listed here. */
    static boolean isDicom(Concept concept) {
        return !concept.codes.isEmpty() && concept.codes.get(0).scheme().equals("DCM");
    }

    /** Returns the concept of the first code in a sequence: {@link #NONE} without a code, {@link #OTHER} for one not listed here. */
    static Concept conceptIn(DataSet dataSet, int sequence) {
        DataSet item = dataSet.item(sequence).orElse(null);
        if (item == null) {
            return NONE;
        }
        Coded coded = item.lookUp(Tag.CODE_VALUE, BY_VALUE);
        if (coded == null) {
            return otherOrLong(item);
        }
        return coded.scheme().equals(item.lookUp(Tag.CODING_SCHEME_DESIGNATOR, SCHEMES)) ? coded.concept() : OTHER;
    }

    /** Returns the concept of a code that Code Value (0008,0100) does not give: the long and URN forms count too. */
    private static Concept otherOrLong(DataSet item) {
        if (item.string(Tag.CODE_VALUE).isPresent()) {
            return OTHER;
        }
        Code code = codeOf(item).orElse(null);
        if (code == null) {
            return NONE;
        }
        Coded coded = CODED.get(code.value());
        return coded != null && coded.concept().matches(code) ? coded.concept() : OTHER;
    }

    /** Returns a code triplet (PS3.3 8.8); long and URN forms count as values too. */
    static Optional<Code> codeOf(DataSet item) {
        Optional<String> value = item.string(Tag.CODE_VALUE)
                .or(() -> item.string(Tag.LONG_CODE_VALUE))
                .or(() -> item.string(Tag.URN_CODE_VALUE));
        return value.map(found -> new Code(
                found,
                item.string(Tag.CODING_SCHEME_DESIGNATOR).orElse(""),
                Texts.clean(item.string(Tag.CODE_MEANING).orElse(""))));
    }
}
