package org.doseagent.cli;

import java.io.PrintWriter;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Dictionary;
import org.doseagent.dicom.Element;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.Vr;

/** A data set for eyes: one line an element, items indented, long values cut, who the patient is masked. */
final class Dump {

    private static final int MAX_VALUE = 80;

    private static final Set<Integer> MASKED =
            Set.of(Tag.PATIENT_NAME, Tag.PATIENT_ID, Tag.ISSUER_OF_PATIENT_ID, Tag.PATIENT_BIRTH_DATE, Tag.PERSON_NAME);

    private final PrintWriter out;

    Dump(PrintWriter out) {
        this.out = out;
    }

    void print(DataSet dataSet) {
        print(dataSet, "");
        dataSet.remarks().forEach(remark -> out.println("# " + remark));
    }

    private void print(DataSet dataSet, String indent) {
        for (Element element : dataSet.elements()) {
            out.println(indent + Tag.toString(element.tag()) + " " + element.vr() + " "
                    + Dictionary.keywordOf(element.tag()).orElse("private") + value(dataSet, element));
            int number = 1;
            for (DataSet item : element.items()) {
                out.println(indent + "  item " + number++);
                print(item, indent + "    ");
            }
        }
    }

    private static String value(DataSet dataSet, Element element) {
        if (element.isSequence()) {
            return "";
        }
        if (MASKED.contains(element.tag()) || element.vr() == Vr.PN) {
            return " = (masked)";
        }
        if (!element.vr().isText()) {
            return " = "
                    + dataSet.integer(element.tag()).stream()
                            .mapToObj(Integer::toString)
                            .findFirst()
                            .orElse(element.bytes().length + " bytes");
        }
        String text = String.join("\\", dataSet.strings(element.tag())).replaceAll("\\p{Cntrl}", " ");
        return " = " + (text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "…" : text);
    }
}
