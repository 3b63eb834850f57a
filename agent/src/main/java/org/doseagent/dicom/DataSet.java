package org.doseagent.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A data set (PS3.5 7): elements by tag. Immutable and thread-safe. Accessors never throw for content: what is absent, empty or not of
 * the asked kind is empty.
 *
 * <p>Text is decoded with the data set's own Specific Character Set, else with that of the data set around it.
 */
public final class DataSet {

    private final SortedMap<Integer, Element> elements;
    private final List<String> characterSet;
    private final List<String> remarks;

    DataSet(SortedMap<Integer, Element> elements, List<String> characterSet, List<String> remarks) {
        this.elements = elements;
        this.characterSet = List.copyOf(characterSet);
        this.remarks = List.copyOf(remarks);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Returns the elements in ascending order of their tags, which are unsigned. */
    public Collection<Element> elements() {
        return Collections.unmodifiableCollection(elements.values());
    }

    public Optional<Element> element(int tag) {
        return Optional.ofNullable(elements.get(tag));
    }

    public boolean contains(int tag) {
        return elements.containsKey(tag);
    }

    /** Returns the first value as text, trimmed; empty when absent or blank. */
    public Optional<String> string(int tag) {
        List<String> values = strings(tag);
        return values.isEmpty() || values.get(0).isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Returns all values as text, each trimmed; empty when absent or when the VR has no text. */
    public List<String> strings(int tag) {
        Element element = elements.get(tag);
        if (element == null || !(element.vr().isText() || element.vr() == Vr.UN)) {
            return List.of();
        }
        return TextDecoder.decode(element, characterSet);
    }

    /** Returns the first value of US, SS, UL, SL or IS. */
    public OptionalInt integer(int tag) {
        Element element = elements.get(tag);
        if (element == null) {
            return OptionalInt.empty();
        }
        ByteBuffer value = bufferOf(element);
        return switch (element.vr()) {
            case US -> value.remaining() < 2 ? OptionalInt.empty() : OptionalInt.of(value.getShort() & 0xFFFF);
            case SS -> value.remaining() < 2 ? OptionalInt.empty() : OptionalInt.of(value.getShort());
            case UL, SL -> value.remaining() < 4 ? OptionalInt.empty() : OptionalInt.of(value.getInt());
            case IS -> integerText(tag);
            default -> OptionalInt.empty();
        };
    }

    private OptionalInt integerText(int tag) {
        return string(tag)
                .filter(text -> text.matches("[+-]?\\d{1,9}(\\.0*)?"))
                .map(text -> OptionalInt.of(Integer.parseInt(text.replaceFirst("\\..*", ""))))
                .orElse(OptionalInt.empty());
    }

    /** Returns the first value of FD or FL. */
    public OptionalDouble floating(int tag) {
        Element element = elements.get(tag);
        if (element == null) {
            return OptionalDouble.empty();
        }
        ByteBuffer value = bufferOf(element);
        return switch (element.vr()) {
            case FD -> value.remaining() < 8 ? OptionalDouble.empty() : OptionalDouble.of(value.getDouble());
            case FL -> value.remaining() < 4 ? OptionalDouble.empty() : OptionalDouble.of(value.getFloat());
            default -> OptionalDouble.empty();
        };
    }

    private static ByteBuffer bufferOf(Element element) {
        return ByteBuffer.wrap(element.bytes())
                .order(element.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    public Optional<DataSet> item(int tag) {
        List<DataSet> items = items(tag);
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    /** Returns the items of a sequence; empty when absent or not a sequence. */
    public List<DataSet> items(int tag) {
        Element element = elements.get(tag);
        return element == null ? List.of() : element.items();
    }

    /** Returns the encoding faults that were tolerated, in words without content; kept at the root only. */
    public List<String> remarks() {
        return remarks;
    }

    /** Returns this data set and all in it with the character set in force at each place: its own, else the {@code inherited} one. */
    DataSet withCharacterSet(List<String> inherited, List<String> rootRemarks) {
        Element own = elements.get(Tag.SPECIFIC_CHARACTER_SET);
        List<String> terms = own == null ? inherited : TextDecoder.decode(own, List.of());
        TreeMap<Integer, Element> resolved = new TreeMap<>(elements);
        resolved.replaceAll((tag, element) -> element.isSequence() ? element.withCharacterSet(terms) : element);
        return new DataSet(resolved, terms, rootRemarks);
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
            return bytes(tag, Vr.US, little(2).putShort((short) value).array());
        }

        public Builder ul(int tag, long value) {
            return bytes(tag, Vr.UL, little(4).putInt((int) value).array());
        }

        public Builder fd(int tag, double value) {
            return bytes(tag, Vr.FD, little(8).putDouble(value).array());
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
            TreeMap<Integer, Element> copy = new TreeMap<>(elements);
            return new DataSet(copy, List.of(), List.of()).withCharacterSet(List.of(), List.of());
        }

        private static ByteBuffer little(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
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
