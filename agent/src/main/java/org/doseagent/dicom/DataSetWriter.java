package org.doseagent.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a data set in any {@link TransferSyntax}, with defined lengths throughout (PS3.5 7). Stateless. */
public final class DataSetWriter {

    /** The longest value of a short-form VR in an explicit syntax; a longer one is written as UN (PS3.5 6.2.2). */
    private static final int MAX_SHORT_FORM = 0xFFFF;

    private final boolean explicitVr;
    private final boolean bigEndian;

    private DataSetWriter(TransferSyntax syntax) {
        this.explicitVr = syntax.isExplicitVr();
        this.bigEndian = syntax.isBigEndian();
    }

    /** Returns the encoded data set; values of odd length are padded. */
    public static byte[] write(DataSet dataSet, TransferSyntax syntax) {
        byte[] plain = new DataSetWriter(syntax).encode(dataSet);
        return syntax.isDeflated() ? Deflate.deflate(plain) : plain;
    }

    private byte[] encode(DataSet dataSet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Element element : dataSet.elements()) {
            writeElement(out, element);
        }
        return out.toByteArray();
    }

    private void writeElement(ByteArrayOutputStream out, Element element) {
        byte[] value = element.isSequence() ? items(element) : value(element);
        writeTag(out, element.tag());
        boolean isLongForm = element.vr().isLongForm();
        Vr vr = !isLongForm && value.length > MAX_SHORT_FORM ? Vr.UN : element.vr();
        if (!explicitVr) {
            writeInt(out, value.length);
        } else {
            out.writeBytes(vr.name().getBytes(StandardCharsets.US_ASCII));
            if (vr.isLongForm()) {
                writeShort(out, 0);
                writeInt(out, value.length);
            } else {
                writeShort(out, value.length);
            }
        }
        out.writeBytes(value);
    }

    private byte[] items(Element sequence) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (DataSet item : sequence.items()) {
            byte[] content = encode(item);
            writeTag(out, Tag.ITEM);
            writeInt(out, content.length);
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private byte[] value(Element element) {
        byte[] bytes = element.bytes();
        if (element.bigEndian() != bigEndian) {
            bytes = swapped(bytes, unitOf(element.vr()));
        }
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = element.vr().padding();
        return even;
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

    private static byte[] swapped(byte[] bytes, int unit) {
        byte[] swapped = bytes.clone();
        for (int start = 0; start + unit <= bytes.length; start += unit) {
            for (int i = 0; i < unit; i++) {
                swapped[start + i] = bytes[start + unit - 1 - i];
            }
        }
        return swapped;
    }

    private void writeTag(ByteArrayOutputStream out, int tag) {
        writeShort(out, tag >>> 16);
        writeShort(out, tag & 0xFFFF);
    }

    private void writeShort(ByteArrayOutputStream out, int value) {
        out.write(bigEndian ? value >>> 8 : value);
        out.write(bigEndian ? value : value >>> 8);
    }

    private void writeInt(ByteArrayOutputStream out, int value) {
        writeShort(out, bigEndian ? value >>> 16 : value & 0xFFFF);
        writeShort(out, bigEndian ? value & 0xFFFF : value >>> 16);
    }
}
