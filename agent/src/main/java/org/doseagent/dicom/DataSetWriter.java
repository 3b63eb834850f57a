package org.doseagent.dicom;

import java.util.Arrays;

/** Writes a data set in any {@link TransferSyntax}, with defined lengths throughout (PS3.5 7). */
public final class DataSetWriter {

    /** The longest value of a short-form VR in an explicit syntax; a longer one is written as UN (PS3.5 6.2.2). */
    private static final int MAX_SHORT_FORM = 0xFFFF;

    private static final int USUAL_BYTES = 512;

    private final boolean explicitVr;
    private final boolean bigEndian;
    private byte[] out = new byte[USUAL_BYTES];
    private int length;

    private DataSetWriter(TransferSyntax syntax) {
        this.explicitVr = syntax.isExplicitVr();
        this.bigEndian = syntax.isBigEndian();
    }

    /** Returns the encoded data set; values of odd length are padded. */
    public static byte[] write(DataSet dataSet, TransferSyntax syntax) {
        DataSetWriter writer = new DataSetWriter(syntax);
        writer.writeElements(dataSet);
        byte[] plain = Arrays.copyOf(writer.out, writer.length);
        return syntax.isDeflated() ? Deflate.deflate(plain) : plain;
    }

    private void writeElements(DataSet dataSet) {
        for (Element element : dataSet.elements()) {
            if (element.isSequence()) {
                writeSequence(element);
            } else {
                writeHeader(element.tag(), element.vr(), (element.value().length() + 1) & ~1);
                writeValue(element);
            }
        }
    }

    private void writeHeader(int tag, Vr vr, int valueLength) {
        writeTag(tag);
        if (!explicitVr) {
            writeInt(valueLength);
            return;
        }
        boolean isLongForm = vr.isLongForm();
        Vr written = !isLongForm && valueLength > MAX_SHORT_FORM ? Vr.UN : vr;
        write(written.name().charAt(0));
        write(written.name().charAt(1));
        if (written.isLongForm()) {
            writeShort(0);
            writeInt(valueLength);
        } else {
            writeShort(valueLength);
        }
    }

    /** Writes the items after placeholders of their lengths, and fills these in afterwards. */
    private void writeSequence(Element sequence) {
        writeHeader(sequence.tag(), Vr.SQ, 0);
        int start = length;
        for (DataSet item : sequence.items()) {
            writeTag(Tag.ITEM);
            writeInt(0);
            int itemStart = length;
            writeElements(item);
            putLength(itemStart);
        }
        putLength(start);
    }

    private void putLength(int start) {
        int end = length;
        length = start - 4;
        writeInt(end - start);
        length = end;
    }

    private void writeValue(Element element) {
        Element.Slice value = element.value();
        reserve(value.length() + 1);
        System.arraycopy(value.bytes(), value.start(), out, length, value.length());
        if (element.bigEndian() != bigEndian) {
            swap(length, length + value.length(), unitOf(element.vr()));
        }
        length += value.length();
        if (value.length() % 2 != 0) {
            out[length++] = element.vr().padding();
        }
    }

    /** Returns the bytes of one number of a VR; 1 where byte order does not matter. */
    private static int unitOf(Vr vr) {
        return switch (vr) {
            case US, SS, OW, AT -> 2;
            case UL, SL, FL, OL, OF -> 4;
            case FD, SV, UV, OD, OV -> 8;
            default -> 1;
        };
    }

    private void swap(int from, int to, int unit) {
        for (int start = from; start + unit <= to; start += unit) {
            for (int i = 0; i < unit / 2; i++) {
                byte kept = out[start + i];
                out[start + i] = out[start + unit - 1 - i];
                out[start + unit - 1 - i] = kept;
            }
        }
    }

    private void writeTag(int tag) {
        writeShort(tag >>> 16);
        writeShort(tag & 0xFFFF);
    }

    private void writeShort(int value) {
        write(bigEndian ? value >>> 8 : value);
        write(bigEndian ? value : value >>> 8);
    }

    private void writeInt(int value) {
        writeShort(bigEndian ? value >>> 16 : value & 0xFFFF);
        writeShort(bigEndian ? value & 0xFFFF : value >>> 16);
    }

    private void write(int value) {
        reserve(1);
        out[length++] = (byte) value;
    }

    private void reserve(int count) {
        if (out.length - length < count) {
            out = Arrays.copyOf(out, Math.max(length + count, 2 * out.length));
        }
    }
}
