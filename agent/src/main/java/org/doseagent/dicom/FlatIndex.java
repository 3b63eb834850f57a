package org.doseagent.dicom;

import java.util.Arrays;
import java.util.List;

/**
 * Where each element and each item of one data set is in its bytes. Every element and every item has one row, in the order of the bytes;
 * row 0 is the data set itself. The rows are primitive arrays, so that the index of a report is a handful of objects.
 *
 * <p>The rows inside a row follow it directly: row {@code r} contains the rows {@code r + 1} to {@code endOf(r) - 1}. So the next sibling
 * of {@code r} is {@code endOf(r)}. An item contains its elements, a sequence its items.
 *
 * <p>One thread fills it; then it does not change and is safe for many threads.
 */
final class FlatIndex {

    /** The row of an element that the data set does not have. */
    static final int ABSENT = -1;

    private static final Vr[] VRS = Vr.values();
    private static final int VR_MASK = 0x3F;
    private static final int BIG_ENDIAN = 0x40;
    private static final int UNSORTED = 0x80;

    /** An element or item takes 8 bytes or more, usually about this many; a wrong estimate costs a copy of the arrays. */
    private static final int USUAL_BYTES_OF_ROW = 12;

    private static final int MIN_BYTES_OF_ROW = 8;
    private static final int SPARE_ROWS = 8;

    private final byte[] bytes;
    private final int maxRows;
    private int[] tags;
    private int[] starts;
    private int[] lengths;
    private int[] ends;
    private byte[] kinds;
    private int rows;
    private List<String> remarks = List.of();

    /** Decoded texts by row, each a String or a List of Strings; filled when a text is asked for the first time. */
    private volatile Object[] texts = {};

    private FlatIndex(byte[] bytes, int capacity, int maxRows) {
        this.bytes = bytes;
        this.maxRows = maxRows;
        this.tags = new int[capacity];
        this.starts = new int[capacity];
        this.lengths = new int[capacity];
        this.ends = new int[capacity];
        this.kinds = new byte[capacity];
        addItem();
    }

    /**
     * Makes an index with only row 0. Its arrays never have more rows than {@code length} bytes can contain, or than the limits allow: one
     * for each element and one for each item.
     */
    static FlatIndex over(byte[] bytes, int length, DicomLimits limits) {
        long maxRows = Math.min(length / MIN_BYTES_OF_ROW, 2L * limits.maxElements()) + SPARE_ROWS;
        long usualRows = Math.min(maxRows, length / USUAL_BYTES_OF_ROW + SPARE_ROWS);
        return new FlatIndex(bytes, (int) usualRows, (int) maxRows);
    }

    /** Makes an index with only row 0 and room for exactly this number of rows. */
    static FlatIndex withRows(byte[] bytes, int rows) {
        return new FlatIndex(bytes, rows, rows);
    }

    // Filling

    @SuppressWarnings("EnumOrdinal") // one byte of memory a row, read back within this process only
    int addElement(int tag, Vr vr, boolean isBigEndian) {
        return add(tag, vr.ordinal() | (isBigEndian ? BIG_ENDIAN : 0));
    }

    int addItem() {
        return add(Tag.ITEM, 0);
    }

    private int add(int tag, int kind) {
        if (rows == tags.length) {
            grow();
        }
        int row = rows++;
        tags[row] = tag;
        kinds[row] = (byte) kind;
        starts[row] = 0;
        lengths[row] = 0;
        ends[row] = rows;
        return row;
    }

    private void grow() {
        int capacity = Math.max(rows + 1, (int) Math.min(maxRows, 2L * rows));
        tags = Arrays.copyOf(tags, capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        ends = Arrays.copyOf(ends, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
    }

    void setValue(int row, int start, int length) {
        starts[row] = start;
        lengths[row] = length;
    }

    /** Ends a row after the last row that it contains; a sequence keeps its number of items where an element has its length. */
    void close(int row, int items) {
        ends[row] = rows;
        lengths[row] = items;
    }

    /** Removes a row and its content; it must be the last one of its siblings. */
    void removeFrom(int row) {
        rows = row;
    }

    /** Marks an item whose elements are not in the order of their tags. */
    void markUnsorted(int itemRow) {
        kinds[itemRow] |= (byte) UNSORTED;
    }

    void setRemarks(List<String> all) {
        remarks = all;
    }

    // Reading

    List<String> remarks() {
        return remarks;
    }

    byte[] bytes() {
        return bytes;
    }

    int rows() {
        return rows;
    }

    int tagOf(int row) {
        return tags[row];
    }

    /** Returns whether a row is an item, not an element; no element has the tag of one. */
    boolean isItem(int row) {
        return tags[row] == Tag.ITEM;
    }

    Vr vrOf(int row) {
        return VRS[kinds[row] & VR_MASK];
    }

    boolean isBigEndian(int row) {
        return (kinds[row] & BIG_ENDIAN) != 0;
    }

    boolean isUnsorted(int itemRow) {
        return (kinds[itemRow] & UNSORTED) != 0;
    }

    /** Returns the offset of the first byte of an element's value. */
    int startOf(int row) {
        return starts[row];
    }

    /** Returns the length of an element's value; of a sequence, the number of its items. */
    int lengthOf(int row) {
        return lengths[row];
    }

    int endOf(int row) {
        return ends[row];
    }

    /** Returns the row of an element of an item, or {@link #ABSENT}. */
    int find(int itemRow, int tag) {
        int end = ends[itemRow];
        boolean isSorted = !isUnsorted(itemRow);
        for (int row = itemRow + 1; row < end; row = ends[row]) {
            int found = tags[row];
            if (found == tag) {
                return row;
            }
            if (isSorted && Integer.compareUnsigned(found, tag) > 0) {
                return ABSENT;
            }
        }
        return ABSENT;
    }

    /** Returns the rows of the elements of an item in ascending order of their tags, which are unsigned. */
    int[] sortedRows(int itemRow) {
        int count = 0;
        for (int row = itemRow + 1; row < ends[itemRow]; row = ends[row]) {
            count++;
        }
        long[] keys = new long[count];
        count = 0;
        for (int row = itemRow + 1; row < ends[itemRow]; row = ends[row]) {
            keys[count++] = (long) (tags[row] ^ Integer.MIN_VALUE) << 32 | row; // flipped sign: unsigned order
        }
        if (isUnsorted(itemRow)) {
            Arrays.sort(keys);
        }
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = (int) keys[i];
        }
        return sorted;
    }

    /**
     * Returns the decoded text of a row, a String or a List of Strings; each is decoded at most once, unless several threads request it at
     * the same time.
     */
    Object textOf(int row, TextDecoder decoder) {
        Object[] known = texts;
        if (known.length == 0) {
            known = new Object[rows];
            texts = known;
        }
        Object text = known[row];
        if (text == null) {
            text = decoder.decode(bytes, starts[row], starts[row] + lengths[row], vrOf(row));
            known[row] = text;
        }
        return text;
    }
}
