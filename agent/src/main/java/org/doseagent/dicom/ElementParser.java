package org.doseagent.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.doseagent.dicom.DataSetReader.Encoding;
import org.doseagent.dicom.DataSetReader.Remarks;

/** Parses elements out of one byte array; used once, by one thread. */
final class ElementParser {

    private static final int UNDEFINED_LENGTH = -1;

    private final byte[] bytes;
    private final DicomLimits limits;
    private final Remarks remarks;
    private int position;
    private int elementCount;
    private int depth;

    ElementParser(byte[] bytes, DicomLimits limits, Remarks remarks) {
        this.bytes = bytes;
        this.limits = limits;
        this.remarks = remarks;
    }

    /** Reads the elements from {@code start} to {@code end}. */
    SortedMap<Integer, Element> readDataSet(int start, int end, Encoding encoding) throws DicomException {
        position = start;
        return readElements(end, encoding, false);
    }

    /** Returns where reading stopped. */
    int position() {
        return position;
    }

    /** Reads until {@code end} or, in an item of undefined length, its delimiter. */
    private SortedMap<Integer, Element> readElements(int end, Encoding encoding, boolean untilDelimiter)
            throws DicomException {
        TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
        int previous = 0;
        while (position < end) {
            int at = position;
            int tag = readTag(end, encoding);
            if (tag == Tag.ITEM_DELIMITATION_ITEM) {
                readLength(end, encoding);
                if (!untilDelimiter) {
                    throw malformed("item delimiter outside an item of undefined length", at);
                }
                return elements;
            }
            if (tag == Tag.DATA_SET_TRAILING_PADDING && !untilDelimiter) {
                position = end;
                return elements;
            }
            Element element = readElement(tag, end, encoding);
            if (Integer.compareUnsigned(tag, previous) < 0) {
                remarks.add(Tag.toString(tag) + " at offset " + at + " is out of order");
            }
            previous = tag;
            keep(elements, element, at);
        }
        if (untilDelimiter) {
            throw new DicomException(
                    DicomException.Reason.TRUNCATED, "item of undefined length without its delimiter at offset " + end);
        }
        return elements;
    }

    private void keep(SortedMap<Integer, Element> elements, Element element, int at) {
        int tag = element.tag();
        boolean isGroupLength = (tag & 0xFFFF) == 0 && tag != Tag.FILE_META_INFORMATION_GROUP_LENGTH && tag != 0;
        if (isGroupLength) {
            return;
        }
        if (elements.putIfAbsent(tag, element) != null) {
            remarks.add(Tag.toString(tag) + " at offset " + at + " occurs twice; the first one counts");
        }
    }

    private Element readElement(int tag, int end, Encoding encoding) throws DicomException {
        int at = position - 4;
        if (++elementCount > limits.maxElements()) {
            throw limit("more than " + limits.maxElements() + " elements", at);
        }
        if (tag >>> 16 == 0xFFFE) {
            throw malformed(Tag.toString(tag) + " where a data element was expected", at);
        }
        Vr vr = encoding.isExplicitVr() ? readVr(end, encoding) : Dictionary.vrOf(tag);
        int length = encoding.isExplicitVr() && !vr.isLongForm() ? readShort(end, encoding) : readLength(end, encoding);
        if (length == UNDEFINED_LENGTH) {
            return readUndefined(tag, vr, end, encoding);
        }
        checkLength(tag, length, end, at);
        if (vr == Vr.SQ) {
            return sequence(tag, position + length, encoding, false);
        }
        if (vr == Vr.UN && encoding.isExplicitVr() && Dictionary.vrOf(tag) != Vr.UN) {
            return knownUnderUn(tag, length);
        }
        return new Element(tag, vr, take(length), List.of(), encoding.isBigEndian());
    }

    /** A length that leads beyond its surroundings is refused before anything is allocated for it. */
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
        if (length % 2 != 0) {
            remarks.add(Tag.toString(tag) + " at offset " + at + " has the odd length " + length);
        }
    }

    /** UN of defined length holds little-endian bytes, a sequence in it is implicit VR (PS3.5 6.2.2 note 2). */
    private Element knownUnderUn(int tag, int length) throws DicomException {
        Vr vr = Dictionary.vrOf(tag);
        if (vr == Vr.SQ) {
            return sequence(tag, position + length, Encoding.IMPLICIT_LITTLE_ENDIAN, false);
        }
        return new Element(tag, vr, take(length), List.of(), false);
    }

    private Element readUndefined(int tag, Vr vr, int end, Encoding encoding) throws DicomException {
        if (vr == Vr.SQ) {
            return sequence(tag, end, encoding, true);
        }
        if (vr == Vr.UN) { // PS3.5 6.2.2 note 6: a sequence in implicit VR little endian, whatever is around it
            return sequence(tag, end, Encoding.IMPLICIT_LITTLE_ENDIAN, true);
        }
        throw malformed(Tag.toString(tag) + " " + vr + " with undefined length", position);
    }

    private Element sequence(int tag, int end, Encoding encoding, boolean untilDelimiter) throws DicomException {
        if (++depth > limits.maxDepth()) {
            throw limit("sequences nested deeper than " + limits.maxDepth(), position);
        }
        List<DataSet> items = new ArrayList<>();
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
            if (items.size() >= limits.maxItems()) {
                throw limit("more than " + limits.maxItems() + " items in " + Tag.toString(tag), at);
            }
            items.add(readItem(tag, length, end, encoding));
        }
        if (untilDelimiter && !isDelimited) {
            throw new DicomException(
                    DicomException.Reason.TRUNCATED, Tag.toString(tag) + " without its delimiter at offset " + end);
        }
        depth--;
        return Element.ofItems(tag, items);
    }

    private DataSet readItem(int tag, int length, int end, Encoding encoding) throws DicomException {
        SortedMap<Integer, Element> elements;
        if (length == UNDEFINED_LENGTH) {
            elements = readElements(end, encoding, true);
        } else {
            checkLength(tag, length, end, position - 8);
            elements = readElements(position + length, encoding, false);
        }
        return new DataSet(elements, List.of(), List.of());
    }

    private Vr readVr(int end, Encoding encoding) throws DicomException {
        need(2, end);
        char first = (char) (bytes[position] & 0xFF);
        char second = (char) (bytes[position + 1] & 0xFF);
        if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
            throw malformed("no value representation where one was expected", position);
        }
        position += 2;
        Vr vr = vrOf(first, second);
        if (vr.isLongForm()) {
            readShort(end, encoding); // reserved
        }
        return vr;
    }

    /** All VRs that later editions add are of the long form (PS3.5 6.2), so an unknown one is read as UN. */
    private Vr vrOf(char first, char second) {
        for (Vr vr : VRS) {
            if (vr.name().charAt(0) == first && vr.name().charAt(1) == second) {
                return vr;
            }
        }
        remarks.add("unknown value representation at offset " + (position - 2));
        return Vr.UN;
    }

    private static final Vr[] VRS = Vr.values();

    private int readTag(int end, Encoding encoding) throws DicomException {
        int group = readShort(end, encoding);
        return group << 16 | readShort(end, encoding);
    }

    private int readShort(int end, Encoding encoding) throws DicomException {
        need(2, end);
        int low = bytes[position] & 0xFF;
        int high = bytes[position + 1] & 0xFF;
        position += 2;
        return encoding.isBigEndian() ? low << 8 | high : high << 8 | low;
    }

    private int readLength(int end, Encoding encoding) throws DicomException {
        int first = readShort(end, encoding);
        int second = readShort(end, encoding);
        return encoding.isBigEndian() ? first << 16 | second : second << 16 | first;
    }

    private byte[] take(int length) {
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
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
