package org.doseagent.dicom;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSetReader.Encoding;
import org.doseagent.dicom.DataSetReader.Remarks;
import org.doseagent.dicom.ElementParser.Range;

/**
 * A DICOM file (PS3.10 7): its meta information and the bytes of its data set as received.
 *
 * @param fileMeta group 0002; empty where the file has none
 * @param transferSyntaxUid as declared, or guessed from the first element where nothing is declared
 */
@SuppressWarnings("ArrayRecordComponent")
public record Part10File(DataSet fileMeta, String transferSyntaxUid, byte[] dataSetBytes) {

    private static final int PREAMBLE = 128;
    private static final byte[] MAGIC = {'D', 'I', 'C', 'M'};
    private static final String IMPLEMENTATION_CLASS = "2.25.242031893563425918201829571936183024091";
    private static final String IMPLEMENTATION_VERSION = "DOSE_AGENT_0_1";

    /** Returns the transfer syntax; empty when no structured report is sent in it. */
    public Optional<TransferSyntax> transferSyntax() {
        return TransferSyntax.of(transferSyntaxUid);
    }

    /** Returns whether bytes look like DICOM: a preamble with the magic word, or a plausible first element. */
    public static boolean looksLikeDicom(byte[] bytes) {
        return hasMagic(bytes) || firstGroup(bytes) == 0x0002 || firstGroup(bytes) == 0x0008;
    }

    /**
     * Parses a file; tolerates a missing preamble and missing or wrongly sized meta information.
     *
     * @throws DicomException if the bytes are no DICOM file
     */
    public static Part10File parse(byte[] bytes, DicomLimits limits) throws DicomException {
        if (!looksLikeDicom(bytes)) {
            throw new DicomException(DicomException.Reason.MALFORMED, "neither a DICOM preamble nor a first element");
        }
        int start = hasMagic(bytes) ? PREAMBLE + MAGIC.length : 0;
        int end = endOfMeta(bytes, start);
        boolean isImplicit = end > start && !isVrAt(bytes, start + 4);
        Encoding encoding = new Encoding(!isImplicit, false);
        Range range = new Range(start, end);
        DataSet meta = new DataSet(new ElementParser(bytes, range, limits, new Remarks()).parse(encoding));
        byte[] rest = Arrays.copyOfRange(bytes, end, bytes.length);
        String syntax = meta.string(Tag.TRANSFER_SYNTAX_UID).orElseGet(() -> guess(rest));
        return new Part10File(meta, syntax, rest);
    }

    /** Returns where group 0002 ends, element by element; its group length is not used, because it is often wrong. */
    private static int endOfMeta(byte[] bytes, int start) throws DicomException {
        int position = start;
        while (position + 8 <= bytes.length && shortAt(bytes, position) == 0x0002) {
            long length;
            int header = 8;
            if (!isVrAt(bytes, position + 4)) {
                length = intAt(bytes, position + 4);
            } else if (isLongForm(bytes, position + 4)) {
                header = 12;
                length = position + 12 <= bytes.length ? intAt(bytes, position + 8) : Integer.MAX_VALUE;
            } else {
                length = shortAt(bytes, position + 6);
            }
            if (length > bytes.length - position - header) {
                throw new DicomException(
                        DicomException.Reason.TRUNCATED,
                        "file meta information ends inside the element at offset " + position);
            }
            position += header + (int) length;
        }
        return position;
    }

    private static boolean isLongForm(byte[] bytes, int at) {
        String vr = "" + (char) bytes[at] + (char) bytes[at + 1];
        return vr.equals("OB") || vr.equals("UN") || vr.equals("UT") || vr.equals("OW") || vr.equals("SQ");
    }

    private static String guess(byte[] dataSet) {
        return dataSet.length >= 6 && isVrAt(dataSet, 4)
                ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()
                : TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid();
    }

    private static boolean isVrAt(byte[] bytes, int at) {
        return at + 2 <= bytes.length
                && bytes[at] >= 'A'
                && bytes[at] <= 'Z'
                && bytes[at + 1] >= 'A'
                && bytes[at + 1] <= 'Z';
    }

    private static boolean hasMagic(byte[] bytes) {
        return bytes.length >= PREAMBLE + MAGIC.length
                && Arrays.equals(bytes, PREAMBLE, PREAMBLE + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private static int firstGroup(byte[] bytes) {
        return bytes.length < 8 ? -1 : shortAt(bytes, 0);
    }

    private static int shortAt(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
    }

    private static long intAt(byte[] bytes, int at) {
        return (shortAt(bytes, at) | (long) shortAt(bytes, at + 2) << 16) & 0xFFFFFFFFL;
    }

    /** Returns a whole file; its meta information names the SOP class and instance that the data set names. */
    public static byte[] write(DataSet dataSet, TransferSyntax syntax) {
        DataSet rest = DataSet.builder()
                .bytes(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1})
                .text(
                        Tag.MEDIA_STORAGE_SOP_CLASS_UID,
                        dataSet.string(Tag.SOP_CLASS_UID).orElse(""))
                .text(
                        Tag.MEDIA_STORAGE_SOP_INSTANCE_UID,
                        dataSet.string(Tag.SOP_INSTANCE_UID).orElse(""))
                .text(Tag.TRANSFER_SYNTAX_UID, syntax.uid())
                .text(Tag.IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_CLASS)
                .text(Tag.IMPLEMENTATION_VERSION_NAME, IMPLEMENTATION_VERSION)
                .build();
        byte[] meta = DataSetWriter.write(rest, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        byte[] length = DataSetWriter.write(
                DataSet.builder()
                        .ul(Tag.FILE_META_INFORMATION_GROUP_LENGTH, meta.length)
                        .build(),
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        byte[] dataSetBytes = DataSetWriter.write(dataSet, syntax);
        byte[] file = new byte[PREAMBLE + MAGIC.length + length.length + meta.length + dataSetBytes.length];
        int at = PREAMBLE;
        for (byte[] piece : List.of(MAGIC, length, meta, dataSetBytes)) {
            System.arraycopy(piece, 0, file, at, piece.length);
            at += piece.length;
        }
        return file;
    }
}
