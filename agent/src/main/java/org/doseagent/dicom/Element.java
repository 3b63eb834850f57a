package org.doseagent.dicom;

import java.util.Arrays;
import java.util.List;

/** One data element: a tag, its VR and either the bytes of its value as encoded or, for a sequence, its items. Immutable. */
public final class Element {

    private static final byte[] NO_BYTES = {};

    private final int tag;
    private final Vr vr;
    private final boolean bigEndian;
    private final Slice value;
    private final List<DataSet> items;

    /** Bytes of a value inside a longer array, which does not change. */
    @SuppressWarnings("ArrayRecordComponent")
    record Slice(byte[] bytes, int start, int length) {
        static final Slice EMPTY = new Slice(NO_BYTES, 0, 0);

        byte[] copy() {
            return Arrays.copyOfRange(bytes, start, start + length);
        }
    }

    private Element(int tag, Vr vr, boolean bigEndian, Slice value, List<DataSet> items) {
        this.tag = tag;
        this.vr = vr;
        this.bigEndian = bigEndian;
        this.value = value;
        this.items = items;
    }

    /** Makes an element of little-endian value bytes; the array is not copied and must not change. */
    public static Element ofBytes(int tag, Vr vr, byte[] bytes) {
        return new Element(tag, vr, false, new Slice(bytes, 0, bytes.length), List.of());
    }

    public static Element ofItems(int tag, List<DataSet> items) {
        return new Element(tag, Vr.SQ, false, Slice.EMPTY, List.copyOf(items));
    }

    /** Returns the element in a row of an index that is no sequence. */
    static Element ofRow(FlatIndex index, int row) {
        Slice value = new Slice(index.bytes(), index.startOf(row), index.lengthOf(row));
        return new Element(index.tagOf(row), index.vrOf(row), index.isBigEndian(row), value, List.of());
    }

    public int tag() {
        return tag;
    }

    public Vr vr() {
        return vr;
    }

    /** Returns the value as encoded, a copy; empty for a sequence. */
    public byte[] bytes() {
        return value.copy();
    }

    Slice value() {
        return value;
    }

    /** Returns the items of a sequence; empty for any other element. */
    public List<DataSet> items() {
        return items;
    }

    /** Returns whether binary numbers in the value are big endian. */
    public boolean bigEndian() {
        return bigEndian;
    }

    public boolean isSequence() {
        return vr == Vr.SQ;
    }
}
