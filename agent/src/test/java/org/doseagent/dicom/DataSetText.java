package org.doseagent.dicom;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** A data set as text, independent of how it was encoded, for comparisons; without private elements, whose VR implicit VR does not keep. */
public final class DataSetText {

    private DataSetText() {}

    public static String of(DataSet dataSet) {
        return dataSet.elements().stream()
                .filter(element -> (element.tag() >>> 16) % 2 == 0)
                .map(element -> line(dataSet, element))
                .collect(Collectors.joining("\n"));
    }

    private static String line(DataSet dataSet, Element element) {
        String tag = Tag.toString(element.tag()) + " ";
        if (element.isSequence()) {
            return tag
                    + element.items().stream().map(DataSetText::of).collect(Collectors.joining("\n--\n", "{\n", "\n}"));
        }
        if (element.vr().isText()) {
            return tag + String.join("\\", dataSet.strings(element.tag()));
        }
        return tag
                + (dataSet.integer(element.tag()).isPresent()
                        ? dataSet.integer(element.tag()).toString()
                        : dataSet.floating(element.tag()).isPresent()
                                ? dataSet.floating(element.tag()).toString()
                                : HexFormat.of().formatHex(element.bytes()));
    }
}
