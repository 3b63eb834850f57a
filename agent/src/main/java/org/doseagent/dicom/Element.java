package org.doseagent.dicom;

import java.util.List;

/**
 * One data element: a tag, its VR and either value bytes as encoded or, for a sequence, its items. The byte array is not copied; nobody
 * changes it.
 *
 * @param bigEndian byte order of binary values in {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Element(int tag, Vr vr, byte[] bytes, List<DataSet> items, boolean bigEndian) {

    private static final byte[] NO_BYTES = {};

    public static Element ofBytes(int tag, Vr vr, byte[] bytes) {
        return new Element(tag, vr, bytes, List.of(), false);
    }

    public static Element ofItems(int tag, List<DataSet> items) {
        return new Element(tag, Vr.SQ, NO_BYTES, List.copyOf(items), false);
    }

    public boolean isSequence() {
        return vr == Vr.SQ;
    }

    /** Returns a sequence whose items know the character set that they inherit. */
    Element withCharacterSet(List<String> inherited) {
        return ofItems(
                tag,
                items.stream()
                        .map(item -> item.withCharacterSet(inherited, List.of()))
                        .toList());
    }
}
