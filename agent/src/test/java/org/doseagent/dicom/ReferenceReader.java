package org.doseagent.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a data set the plainest way: recursive, each item a sorted map, each value copied. It knows no limits and shares no code with {@link
 * DataSetReader} but the table of VRs and the dictionary. The result is text, to be compared with {@link #textOf}.
 */
final class ReferenceReader {

    /** Anything that the reader must refuse. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final int UNDEFINED = -1;

    private final ByteBuffer in;

    private ReferenceReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    static String read(byte[] bytes, TransferSyntax syntax) throws RefusedException {
        byte[] plain = syntax.isDeflated() ? inflated(bytes) : bytes;
        ByteOrder order = syntax.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new ReferenceReader(plain).elements(plain.length, syntax.isExplicitVr(), order, false);
    }

    /** Returns the same text of a data set that {@link DataSetReader} read. */
    static String textOf(DataSet dataSet) {
        StringBuilder text = new StringBuilder();
        for (Element element : dataSet.elements()) {
            text.append(Tag.toString(element.tag())).append(element.vr());
            text.append(element.bigEndian() ? " > " : " < ")
                    .append(HexFormat.of().formatHex(element.bytes()));
            element.items()
                    .forEach(item -> text.append("{").append(textOf(item)).append("}"));
            text.append("\n");
        }
        return text.toString();
    }

    private String elements(int end, boolean isExplicit, ByteOrder order, boolean untilDelimiter)
            throws RefusedException {
        Map<Integer, String> elements = new TreeMap<>(Integer::compareUnsigned);
        boolean isDelimited = false;
        while (in.position() < end && !isDelimited) {
            int tag = tag(end, order);
            if (tag == Tag.ITEM_DELIMITATION_ITEM && untilDelimiter) {
                integer(end, order);
                isDelimited = true;
            } else if (tag == Tag.DATA_SET_TRAILING_PADDING && !untilDelimiter) {
                in.position(end);
            } else {
                String element = element(tag, end, isExplicit, order);
                boolean isGroupLength = (tag & 0xFFFF) == 0 && tag != 0 && tag != 0x00020000;
                if (!isGroupLength) {
                    elements.putIfAbsent(tag, Tag.toString(tag) + element + "\n");
                }
            }
        }
        refuseIf(untilDelimiter && !isDelimited);
        return String.join("", elements.values());
    }

    private String element(int tag, int end, boolean isExplicit, ByteOrder order) throws RefusedException {
        refuseIf(tag >>> 16 == 0xFFFE);
        Vr vr = isExplicit ? vr(end) : Dictionary.vrOf(tag);
        if (isExplicit && vr.isLongForm()) {
            number(2, end, order);
        }
        int length = isExplicit && !vr.isLongForm() ? (int) number(2, end, order) : integer(end, order);
        if (length == UNDEFINED) {
            refuseIf(vr != Vr.SQ && vr != Vr.UN);
            return vr == Vr.SQ ? items(end, isExplicit, order, true) : items(end, false, ByteOrder.LITTLE_ENDIAN, true);
        }
        refuseIf(length < 0 || length > end - in.position());
        boolean isKnown = isExplicit && vr == Vr.UN && Dictionary.vrOf(tag) != Vr.UN;
        Vr found = isKnown ? Dictionary.vrOf(tag) : vr;
        ByteOrder foundOrder = isKnown ? ByteOrder.LITTLE_ENDIAN : order;
        if (found == Vr.SQ) {
            return items(in.position() + length, isExplicit && !isKnown, foundOrder, false);
        }
        byte[] value = new byte[length];
        in.get(value);
        return found
                + (foundOrder == ByteOrder.BIG_ENDIAN ? " > " : " < ")
                + HexFormat.of().formatHex(value);
    }

    private String items(int end, boolean isExplicit, ByteOrder order, boolean untilDelimiter) throws RefusedException {
        StringBuilder items = new StringBuilder("SQ < ");
        boolean isDelimited = false;
        while (in.position() < end && !(isDelimited && untilDelimiter)) {
            int tag = tag(end, order);
            int length = integer(end, order);
            if (tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
                isDelimited = true;
                continue;
            }
            refuseIf(tag != Tag.ITEM);
            boolean isUndefined = length == UNDEFINED;
            refuseIf(!isUndefined && (length < 0 || length > end - in.position()));
            int itemEnd = isUndefined ? end : in.position() + length;
            items.append("{")
                    .append(elements(itemEnd, isExplicit, order, isUndefined))
                    .append("}");
        }
        refuseIf(untilDelimiter && !isDelimited);
        return items.toString();
    }

    private Vr vr(int end) throws RefusedException {
        long letters = number(2, end, ByteOrder.BIG_ENDIAN);
        char first = (char) (letters >>> 8);
        char second = (char) (letters & 0xFF);
        refuseIf(first < 'A' || first > 'Z' || second < 'A' || second > 'Z');
        return Arrays.stream(Vr.values())
                .filter(vr -> vr.name().equals("" + first + second))
                .findFirst()
                .orElse(Vr.UN);
    }

    private int tag(int end, ByteOrder order) throws RefusedException {
        return (int) (number(2, end, order) << 16 | number(2, end, order));
    }

    private int integer(int end, ByteOrder order) throws RefusedException {
        return (int) number(4, end, order);
    }

    private long number(int size, int end, ByteOrder order) throws RefusedException {
        refuseIf(end - in.position() < size);
        in.order(order);
        return size == 2 ? in.getShort() & 0xFFFF : in.getInt() & 0xFFFFFFFFL;
    }

    private static void refuseIf(boolean isWrong) throws RefusedException {
        if (isWrong) {
            throw new RefusedException();
        }
    }

    private static byte[] inflated(byte[] bytes) throws RefusedException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                refuseIf(count == 0 && !inflater.finished());
                out.write(chunk, 0, count);
            }
        } catch (DataFormatException e) {
            throw new RefusedException();
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }
}
