package org.doseagent.dicom;

import java.util.HashSet;
import java.util.Set;
import org.doseagent.dicom.DataSetReader.Encoding;
import org.doseagent.dicom.DataSetReader.Remarks;
import org.jspecify.annotations.Nullable;

/** Makes the index of one data set in one pass over its bytes; used once, by one thread. */
final class ElementParser {

    private static final int UNDEFINED_LENGTH = -1;
    private static final int DELIMITER_GROUP = 0xFFFE;

    private final byte[] bytes;
    private final Range range;
    private final DicomLimits limits;
    private final Remarks remarks;
    private final FlatIndex index;
    private int position;
    private int elementCount;
    private int itemCount;
    private int depth;

    /** Where in the bytes the data set is. */
    record Range(int start, int end) {}

    ElementParser(byte[] bytes, Range range, DicomLimits limits, Remarks remarks) {
        this.bytes = bytes;
        this.range = range;
        this.limits = limits;
        this.remarks = remarks;
        this.index = FlatIndex.over(bytes, range.end() - range.start(), limits);
    }

    /** Returns the index of the data set. */
    FlatIndex parse(Encoding encoding) throws DicomException {
        position = range.start();
        readElements(0, range.end(), encoding, false);
        index.close(0, 0);
        index.setRemarks(remarks.all());
        return index;
    }

    /** Reads the elements of an item until {@code end} or, in an item of undefined length, its delimiter. */
    private void readElements(int itemRow, int end, Encoding encoding, boolean untilDelimiter) throws DicomException {
        Siblings siblings = new Siblings(itemRow);
        while (position < end) {
            int at = position;
            int tag = readTag(end, encoding);
            if (tag == Tag.ITEM_DELIMITATION_ITEM) {
                readLength(end, encoding);
                if (!untilDelimiter) {
                    throw malformed("item delimiter outside an item of undefined length", at);
                }
                return;
            }
            if (tag == Tag.DATA_SET_TRAILING_PADDING && !untilDelimiter) {
                position = end;
                return;
            }
            int row = index.rows();
            readElement(tag, end, encoding);
            siblings.keepOrRemove(tag, row, at);
        }
        if (untilDelimiter) {
            throw new DicomException(
                    DicomException.Reason.TRUNCATED, "item of undefined length without its delimiter at offset " + end);
        }
    }

    /** The elements of one item: which tags it has already. Tags in ascending order, the usual case, need no set for that. */
    private final class Siblings {
        private final int itemRow;
        private int previous;
        private int highest;
        private boolean isEmpty = true;
        private @Nullable Set<Integer> tags;

        Siblings(int itemRow) {
            this.itemRow = itemRow;
        }

        /** Keeps the element in the last rows, unless it is a group length or the second one of its tag. */
        void keepOrRemove(int tag, int row, int at) {
            boolean isAscending = Integer.compareUnsigned(tag, previous) >= 0;
            if (!isAscending) {
                remarks.add(Tag.toString(tag) + " at offset " + at + " is out of order");
            }
            previous = tag;
            if (isGroupLength(tag)) {
                index.removeFrom(row);
            } else if (isEmpty || Integer.compareUnsigned(tag, highest) > 0) {
                highest = tag;
                isEmpty = false;
                if (tags != null) {
                    tags.add(tag);
                }
            } else if (tag == highest || !known(row).add(tag)) {
                remarks.add(Tag.toString(tag) + " at offset " + at + " occurs twice; the first one counts");
                index.removeFrom(row);
            } else {
                index.markUnsorted(itemRow);
            }
        }

        private Set<Integer> known(int end) {
            Set<Integer> known = tags;
            if (known == null) {
                known = new HashSet<>();
                for (int row = itemRow + 1; row < end; row = index.endOf(row)) {
                    known.add(index.tagOf(row));
                }
                tags = known;
            }
            return known;
        }
    }

    private static boolean isGroupLength(int tag) {
        return (tag & 0xFFFF) == 0 && tag != Tag.FILE_META_INFORMATION_GROUP_LENGTH && tag != 0;
    }

    private void readElement(int tag, int end, Encoding encoding) throws DicomException {
        int at = position - 4;
        if (++elementCount > limits.maxElements()) {
            throw limit("more than " + limits.maxElements() + " elements", at);
        }
        if (tag >>> 16 == DELIMITER_GROUP) {
            throw malformed(Tag.toString(tag) + " where a data element was expected", at);
        }
        Vr vr = encoding.isExplicitVr() ? readVr(end, encoding) : Dictionary.vrOf(tag);
        int length = encoding.isExplicitVr() && !vr.isLongForm() ? readShort(end, encoding) : readLength(end, encoding);
        if (length == UNDEFINED_LENGTH) {
            readUndefined(tag, vr, end, encoding);
            return;
        }
        checkLength(tag, length, end, at);
        if (vr == Vr.SQ) {
            readSequence(tag, position + length, encoding, false);
        } else if (vr == Vr.UN && encoding.isExplicitVr() && Dictionary.vrOf(tag) != Vr.UN) {
            readKnownUnderUn(tag, length);
        } else {
            addValue(index.addElement(tag, vr, encoding.isBigEndian()), length);
        }
    }

    /** Refuses a length that exceeds the surrounding sequence or item, before it is used. */
    private void checkLength(int tag, int length, int end, int at) throws DicomException {
        if (length < 0 || length > end - position) {
            throw new DicomException(
                    DicomException.Reason.TRUNCATED,
                    Tag.toString(tag) + " at offset " + at + " claims " + Integer.toUnsignedString(length) + " bytes, "
                            + (end - position) + " are left");
        }
        if (length > limits.maxElementBytes()) {
            throw limit(Tag.toString(tag) + " of " + length + " bytes, limit is " + limits.maxElementBytes(), at);
        }
        if ((length & 1) != 0) {
            remarks.add(Tag.toString(tag) + " at offset " + at + " has the odd length " + length);
        }
    }

    /** UN of defined length contains little-endian bytes; a sequence in it is implicit VR (PS3.5 6.2.2 note 2). */
    private void readKnownUnderUn(int tag, int length) throws DicomException {
        Vr vr = Dictionary.vrOf(tag);
        if (vr == Vr.SQ) {
            readSequence(tag, position + length, Encoding.IMPLICIT_LITTLE_ENDIAN, false);
        } else {
            addValue(index.addElement(tag, vr, false), length);
        }
    }

    private void readUndefined(int tag, Vr vr, int end, Encoding encoding) throws DicomException {
        switch (vr) {
            case SQ -> readSequence(tag, end, encoding, true);
            // PS3.5 6.2.2 note 6: a sequence in implicit VR little endian, whatever the encoding around it
            case UN -> readSequence(tag, end, Encoding.IMPLICIT_LITTLE_ENDIAN, true);
            default -> throw malformed(Tag.toString(tag) + " " + vr + " with undefined length", position);
        }
    }

    private void readSequence(int tag, int end, Encoding encoding, boolean untilDelimiter) throws DicomException {
        if (++depth > limits.maxDepth()) {
            throw limit("sequences nested deeper than " + limits.maxDepth(), position);
        }
        int row = index.addElement(tag, Vr.SQ, false);
        int items = 0;
        boolean isDelimited = false;
        while (position < end) {
            int at = position;
            int itemTag = readTag(end, encoding);
            int length = readLength(end, encoding);
            if (itemTag == Tag.SEQUENCE_DELIMITATION_ITEM) {
                isDelimited = true;
                if (untilDelimiter) {
                    break;
                }
                remarks.add("sequence delimiter in a sequence of defined length at offset " + at);
                continue;
            }
            if (itemTag != Tag.ITEM) {
                throw malformed(Tag.toString(itemTag) + " where an item of " + Tag.toString(tag) + " was expected", at);
            }
            if (++items > limits.maxItems()) {
                throw limit("more than " + limits.maxItems() + " items in " + Tag.toString(tag), at);
            }
            readItem(tag, length, end, encoding);
        }
        if (untilDelimiter && !isDelimited) {
            throw new DicomException(
                    DicomException.Reason.TRUNCATED, Tag.toString(tag) + " without its delimiter at offset " + end);
        }
        depth--;
        index.close(row, items);
    }

    /** Reads one item; empty items have no elements that would bound their number, so all items together have a limit too. */
    private void readItem(int tag, int length, int end, Encoding encoding) throws DicomException {
        if (++itemCount > limits.maxElements()) {
            throw limit("more than " + limits.maxElements() + " items", position - 8);
        }
        int row = index.addItem();
        if (length == UNDEFINED_LENGTH) {
            readElements(row, end, encoding, true);
        } else {
            checkLength(tag, length, end, position - 8);
            readElements(row, position + length, encoding, false);
        }
        index.close(row, 0);
    }

    private void addValue(int row, int length) {
        index.setValue(row, position, length);
        position += length;
    }

    private Vr readVr(int end, Encoding encoding) throws DicomException {
        need(2, end);
        int first = bytes[position] - 'A';
        int second = bytes[position + 1] - 'A';
        if (first < 0 || first >= LETTERS || second < 0 || second >= LETTERS) {
            throw malformed("no value representation where one was expected", position);
        }
        position += 2;
        Vr vr = VR_OF_LETTERS[LETTERS * first + second];
        if (vr == null) { // all VRs that later editions add have the long form (PS3.5 6.2)
            remarks.add("unknown value representation at offset " + (position - 2));
            vr = Vr.UN;
        }
        if (vr.isLongForm()) {
            readShort(end, encoding); // reserved
        }
        return vr;
    }

    private static final int LETTERS = 26;
    private static final @Nullable Vr[] VR_OF_LETTERS = vrOfLetters();

    private static @Nullable Vr[] vrOfLetters() {
        Vr[] table = new Vr[LETTERS * LETTERS];
        for (Vr vr : Vr.values()) {
            table[LETTERS * (vr.name().charAt(0) - 'A') + vr.name().charAt(1) - 'A'] = vr;
        }
        return table;
    }

    private int readTag(int end, Encoding encoding) throws DicomException {
        int group = readShort(end, encoding);
        return group << 16 | readShort(end, encoding);
    }

    private int readShort(int end, Encoding encoding) throws DicomException {
        need(2, end);
        int first = bytes[position] & 0xFF;
        int second = bytes[position + 1] & 0xFF;
        position += 2;
        return encoding.isBigEndian() ? first << 8 | second : second << 8 | first;
    }

    private int readLength(int end, Encoding encoding) throws DicomException {
        int first = readShort(end, encoding);
        int second = readShort(end, encoding);
        return encoding.isBigEndian() ? first << 16 | second : second << 16 | first;
    }

    private void need(int count, int end) throws DicomException {
        if (end - position < count) {
            throw new DicomException(
                    DicomException.Reason.TRUNCATED,
                    "data set ends at offset " + end + " inside an element that begins before it");
        }
    }

    private static DicomException malformed(String what, int at) {
        return new DicomException(DicomException.Reason.MALFORMED, what + " at offset " + at);
    }

    private static DicomException limit(String what, int at) {
        return new DicomException(DicomException.Reason.LIMIT, what + " at offset " + at);
    }
}
