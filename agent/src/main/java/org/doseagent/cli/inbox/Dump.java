package org.doseagent.cli.inbox;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.Dictionary;
import org.doseagent.dicom.Element;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.Vr;

/** Prints a data set for people: one line for each element, items indented, long values cut, identifiers of the patient masked. */
final class Dump {

    private static final int MAX_VALUE = 80;

    /** Of the patient's group only what the dose depends on is shown. */
    private static final int PATIENT_GROUP = 0x0010;

    private static final Set<Integer> SHOWN_OF_PATIENT = Set.of(
            0x00100040, // Patient's Sex
            0x00101010, // Patient's Age
            0x00101020, // Patient's Size
            0x00101030); // Patient's Weight

    /** Numbers of an order, a stay or a trial, and free comments, lead to a patient as well. */
    private static final Set<Integer> MASKED = Set.of(
            Tag.ACCESSION_NUMBER,
            0x00380010, // Admission ID
            0x00380300, // Current Patient Location
            0x00384000, // Visit Comments
            0x00120040, // Clinical Trial Subject ID
            0x00120042, // Clinical Trial Subject Reading ID
            0x00402016, // Placer Order Number
            0x00402017, // Filler Order Number
            0x00324000, // Study Comments
            0x00402400); // Imaging Service Request Comments

    /** Concepts whose TEXT somebody typed: Comment, and Reason for Proceeding of a dose check (PS3.16 TID 10015). */
    private static final Set<String> FREE_TEXT = Set.of("121106", "113907");

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
            boolean isMasked = isMasked(dataSet, element);
            out.println(indent + Tag.toString(element.tag()) + " " + element.vr() + " "
                    + Dictionary.keywordOf(element.tag()).orElse("private")
                    + (isMasked ? " = (masked)" : value(dataSet, element)));
            int number = 1;
            for (DataSet item : isMasked ? List.<DataSet>of() : element.items()) {
                out.println(indent + "  item " + number++);
                print(item, indent + "    ");
            }
        }
    }

    /** What a manufacturer writes into private elements is not known, so their texts are masked too. */
    private static boolean isMasked(DataSet dataSet, Element element) {
        int group = element.tag() >>> 16;
        boolean isPrivateText = (group & 1) == 1 && (element.vr().isText() || element.vr() == Vr.UN);
        return element.vr() == Vr.PN
                || MASKED.contains(element.tag())
                || (group == PATIENT_GROUP && !SHOWN_OF_PATIENT.contains(element.tag()))
                || (element.tag() == Tag.TEXT_VALUE && isFreeText(dataSet))
                || isPrivateText;
    }

    private static boolean isFreeText(DataSet contentItem) {
        return contentItem.items(Tag.CONCEPT_NAME_CODE_SEQUENCE).stream()
                .flatMap(concept -> concept.string(Tag.CODE_VALUE).stream())
                .anyMatch(FREE_TEXT::contains);
    }

    private static String value(DataSet dataSet, Element element) {
        if (element.isSequence()) {
            return "";
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
