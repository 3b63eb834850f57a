package org.doseagent.testdata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.Vr;

/** Content items of a structured report (PS3.3 C.17.3), as short as a test case wants them. */
final class Sr {

    private Sr() {}

    static DataSet code(String value, String scheme, String meaning) {
        return DataSet.builder()
                .text(Tag.CODE_VALUE, value)
                .text(Tag.CODING_SCHEME_DESIGNATOR, scheme)
                .text(Tag.CODE_MEANING, meaning)
                .build();
    }

    static DataSet dcm(String value, String meaning) {
        return code(value, "DCM", meaning);
    }

    static DataSet container(DataSet concept, List<DataSet> content) {
        return item("CONTAINS", "CONTAINER", concept)
                .text(Tag.CONTINUITY_OF_CONTENT, "SEPARATE")
                .items(Tag.CONTENT_SEQUENCE, content)
                .build();
    }

    static DataSet codeItem(DataSet concept, DataSet value, DataSet... modifiers) {
        DataSet.Builder item = item("CONTAINS", "CODE", concept).items(Tag.CONCEPT_CODE_SEQUENCE, value);
        if (modifiers.length > 0) {
            item.items(Tag.CONTENT_SEQUENCE, modifiers);
        }
        return item.build();
    }

    static DataSet modifier(DataSet concept, DataSet value) {
        return item("HAS CONCEPT MOD", "CODE", concept)
                .items(Tag.CONCEPT_CODE_SEQUENCE, value)
                .build();
    }

    /** A text item; {@code encoded} in the character set of the report. */
    static DataSet text(DataSet concept, byte[] encoded) {
        return item("CONTAINS", "TEXT", concept)
                .bytes(Tag.TEXT_VALUE, Vr.UT, even(encoded))
                .build();
    }

    static DataSet uid(DataSet concept, String value) {
        return item("CONTAINS", "UIDREF", concept).text(Tag.UID, value).build();
    }

    static DataSet dateTime(DataSet concept, String value) {
        return item("CONTAINS", "DATETIME", concept).text(Tag.DATE_TIME, value).build();
    }

    static DataSet number(DataSet concept, String value, String unit, DataSet... children) {
        DataSet.Builder item = item("CONTAINS", "NUM", concept)
                .items(
                        Tag.MEASURED_VALUE_SEQUENCE,
                        DataSet.builder()
                                .text(Tag.NUMERIC_VALUE, value)
                                .items(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, code(unit, "UCUM", unit))
                                .build());
        if (children.length > 0) {
            item.items(Tag.CONTENT_SEQUENCE, children);
        }
        return item.build();
    }

    static DataSet person(DataSet concept, String name) {
        return item("HAS OBS CONTEXT", "PNAME", concept)
                .bytes(Tag.PERSON_NAME, Vr.PN, even(name.getBytes(StandardCharsets.US_ASCII)))
                .build();
    }

    /** Pads text with a blank to an even length. */
    static byte[] even(byte[] text) {
        if (text.length % 2 == 0) {
            return text;
        }
        byte[] padded = Arrays.copyOf(text, text.length + 1);
        padded[text.length] = ' ';
        return padded;
    }

    @SafeVarargs
    static List<DataSet> join(List<DataSet>... lists) {
        List<DataSet> all = new ArrayList<>();
        for (List<DataSet> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    private static DataSet.Builder item(String relationship, String type, DataSet concept) {
        return DataSet.builder()
                .text(Tag.RELATIONSHIP_TYPE, relationship)
                .text(Tag.VALUE_TYPE, type)
                .items(Tag.CONCEPT_NAME_CODE_SEQUENCE, concept);
    }
}
