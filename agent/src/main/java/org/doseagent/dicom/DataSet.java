package org.doseagent.dicom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data set (PS3.5 7): elements by tag. A view of one item of a {@link FlatIndex}; making one costs nothing but the object. Immutable and
 * thread-safe. Accessors never throw for content: an element that is absent, empty or of another kind gives an empty result.
 *
 * <p>Text is decoded when it is asked for, with the data set's own Specific Character Set, else with that of the data set around it.
 */
public final class DataSet {

    private final FlatIndex index;
    private final int row;
    private final TextDecoder decoder;

    /** Makes the data set of a whole index. */
    DataSet(FlatIndex index) {
        this(index, 0, TextDecoder.UNDECLARED);
    }

    private DataSet(FlatIndex index, int row, TextDecoder inherited) {
        this.index = index;
        this.row = row;
        int own = index.find(row, Tag.SPECIFIC_CHARACTER_SET);
        this.decoder = own == FlatIndex.ABSENT ? inherited : new TextDecoder(listOf(declared(index, own)));
    }

    private static Object declared(FlatIndex index, int row) {
        return index.vrOf(row) == Vr.SQ ? "" : index.textOf(row, TextDecoder.UNDECLARED);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Returns the elements in ascending order of their tags, which are unsigned. */
    public Collection<Element> elements() {
        int[] sorted = index.sortedRows(row);
        List<Element> elements = new ArrayList<>(sorted.length);
        for (int element : sorted) {
            elements.add(elementOf(element));
        }
        return Collections.unmodifiableList(elements);
    }

    public Optional<Element> element(int tag) {
        int found = index.find(row, tag);
        return found == FlatIndex.ABSENT ? Optional.empty() : Optional.of(elementOf(found));
    }

    private Element elementOf(int element) {
        return index.vrOf(element) == Vr.SQ
                ? Element.ofItems(index.tagOf(element), itemsOf(element))
                : Element.ofRow(index, element);
    }

    public boolean contains(int tag) {
        return index.find(row, tag) != FlatIndex.ABSENT;
    }

    /** Returns the first value as text, trimmed; empty when absent or blank. */
    public Optional<String> string(int tag) {
        int found = findText(tag);
        if (found == FlatIndex.ABSENT) {
            return Optional.empty();
        }
        Object text = index.textOf(found, decoder);
        String first = text instanceof String single ? single : listOf(text).get(0);
        return first.isEmpty() ? Optional.empty() : Optional.of(first);
    }

    /** Returns all values as text, each trimmed; empty when absent or when the VR has no text. */
    public List<String> strings(int tag) {
        int found = findText(tag);
        return found == FlatIndex.ABSENT ? List.of() : listOf(index.textOf(found, decoder));
    }

    @SuppressWarnings("unchecked") // a decoded text is a String or a list of Strings
    private static List<String> listOf(Object text) {
        return text instanceof String single ? List.of(single) : (List<String>) text;
    }

    /** Returns what a table has for the first value, trimmed; null when the element is absent or the table lacks its text. */
    public <T> @Nullable T lookUp(int tag, TextTable<T> table) {
        int found = findText(tag);
        if (found == FlatIndex.ABSENT) {
            return null;
        }
        byte[] bytes = index.bytes();
        Vr vr = index.vrOf(found);
        int from = index.startOf(found);
        int to = from + index.lengthOf(found);
        if (!decoder.isPlain(bytes, from, to, vr)) {
            byte[] decoded = string(tag).orElse("").getBytes(StandardCharsets.UTF_8);
            return table.get(decoded, 0, decoded.length);
        }
        int end = vr.isMultiValuedText() ? TextDecoder.indexOf(bytes, from, to) : to;
        int start = TextDecoder.firstOf(bytes, from, end);
        return table.get(bytes, start, TextDecoder.lastOf(bytes, start, end));
    }

    private int findText(int tag) {
        int found = index.find(row, tag);
        return found != FlatIndex.ABSENT && index.vrOf(found).isReadAsText() ? found : FlatIndex.ABSENT;
    }

    /** Returns the first value of US, SS, UL, SL or IS. */
    public OptionalInt integer(int tag) {
        int found = index.find(row, tag);
        if (found == FlatIndex.ABSENT) {
            return OptionalInt.empty();
        }
        return switch (index.vrOf(found)) {
            case US -> has(found, 2) ? OptionalInt.of((int) number(found, 2)) : OptionalInt.empty();
            case SS -> has(found, 2) ? OptionalInt.of((short) number(found, 2)) : OptionalInt.empty();
            case UL, SL -> has(found, 4) ? OptionalInt.of((int) number(found, 4)) : OptionalInt.empty();
            case IS -> IntegerText.read(string(tag).orElse(""));
            default -> OptionalInt.empty();
        };
    }

    /** Returns the first value of FD or FL. */
    public OptionalDouble floating(int tag) {
        int found = index.find(row, tag);
        if (found == FlatIndex.ABSENT) {
            return OptionalDouble.empty();
        }
        return switch (index.vrOf(found)) {
            case FD ->
                has(found, 8) ? OptionalDouble.of(Double.longBitsToDouble(number(found, 8))) : OptionalDouble.empty();
            case FL ->
                has(found, 4)
                        ? OptionalDouble.of(Float.intBitsToFloat((int) number(found, 4)))
                        : OptionalDouble.empty();
            default -> OptionalDouble.empty();
        };
    }

    private boolean has(int element, int size) {
        return index.lengthOf(element) >= size;
    }

    private long number(int element, int size) {
        boolean isBigEndian = index.isBigEndian(element);
        int start = index.startOf(element);
        long number = 0;
        for (int i = 0; i < size; i++) {
            number = (number << 8) | (index.bytes()[isBigEndian ? start + i : start + size - 1 - i] & 0xFF);
        }
        return number;
    }

    /** Returns the first item of a sequence. */
    public Optional<DataSet> item(int tag) {
        int found = index.find(row, tag);
        boolean hasItem = found != FlatIndex.ABSENT && index.vrOf(found) == Vr.SQ && index.lengthOf(found) > 0;
        return hasItem ? Optional.of(new DataSet(index, found + 1, decoder)) : Optional.empty();
    }

    /** Returns the items of a sequence; empty when absent or not a sequence. */
    public List<DataSet> items(int tag) {
        int found = index.find(row, tag);
        return found == FlatIndex.ABSENT || index.vrOf(found) != Vr.SQ ? List.of() : itemsOf(found);
    }

    private List<DataSet> itemsOf(int sequence) {
        DataSet[] items = new DataSet[index.lengthOf(sequence)];
        int item = sequence + 1;
        for (int i = 0; i < items.length; i++) {
            items[i] = new DataSet(index, item, decoder);
            item = index.endOf(item);
        }
        return Collections.unmodifiableList(Arrays.asList(items));
    }

    /** Returns the encoding faults that were tolerated, in words without content; kept at the root only. */
    public List<String> remarks() {
        return row == 0 ? index.remarks() : List.of();
    }

    /** Returns whether a text that Specific Character Set governs has bytes outside ASCII, here or in any item. */
    public boolean hasTextOutsideAscii() {
        return nextOutsideAscii(row + 1) != FlatIndex.ABSENT;
    }

    /** Returns whether such a text with bytes outside ASCII is valid UTF-8, here or in any item. */
    public boolean hasUtf8Text() {
        for (int at = nextOutsideAscii(row + 1); at != FlatIndex.ABSENT; at = nextOutsideAscii(at + 1)) {
            if (CharacterSets.isUtf8(index.bytes(), index.startOf(at), index.lengthOf(at))) {
                return true;
            }
        }
        return false;
    }

    private int nextOutsideAscii(int from) {
        byte[] bytes = index.bytes();
        for (int at = from; at < index.endOf(row); at++) {
            if (index.isItem(at) || !index.vrOf(at).usesCharacterSet()) {
                continue;
            }
            int end = index.startOf(at) + index.lengthOf(at);
            for (int i = index.startOf(at); i < end; i++) {
                if (bytes[i] < 0) {
                    return at;
                }
            }
        }
        return FlatIndex.ABSENT;
    }

    FlatIndex index() {
        return index;
    }

    int row() {
        return row;
    }

    /** Collects a data set; not thread-safe. Text is encoded with the Specific Character Set put before it, UTF-8 for ISO_IR 192. */
    public static final class Builder {
        private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
        private List<String> characterSet = List.of();

        private Builder() {}

        public Builder text(int tag, String... values) {
            return text(tag, Dictionary.vrOf(tag), values);
        }

        public Builder text(int tag, Vr vr, String... values) {
            if (tag == Tag.SPECIFIC_CHARACTER_SET) {
                characterSet = List.of(values);
            }
            String joined = String.join("\\", values);
            byte[] bytes = vr.usesCharacterSet()
                    ? TextDecoder.encode(joined, characterSet)
                    : joined.getBytes(StandardCharsets.ISO_8859_1);
            return bytes(tag, vr, padded(bytes, vr));
        }

        public Builder bytes(int tag, Vr vr, byte[] bytes) {
            return element(Element.ofBytes(tag, vr, bytes));
        }

        public Builder us(int tag, int value) {
            return bytes(tag, Vr.US, little(value, 2));
        }

        public Builder ul(int tag, long value) {
            return bytes(tag, Vr.UL, little(value, 4));
        }

        public Builder items(int tag, List<DataSet> items) {
            return element(Element.ofItems(tag, items));
        }

        public Builder items(int tag, DataSet... items) {
            return items(tag, Arrays.asList(items));
        }

        public Builder element(Element element) {
            elements.put(element.tag(), element);
            return this;
        }

        public DataSet build() {
            return new DataSet(IndexCopy.of(elements.values()));
        }

        private static byte[] little(long value, int size) {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (value >>> (8 * i));
            }
            return bytes;
        }

        private static byte[] padded(byte[] bytes, Vr vr) {
            if (bytes.length % 2 == 0) {
                return bytes;
            }
            byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
            even[bytes.length] = vr.padding();
            return even;
        }
    }
}
