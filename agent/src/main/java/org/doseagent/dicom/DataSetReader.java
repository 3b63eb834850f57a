package org.doseagent.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads a data set in any {@link TransferSyntax} (PS3.5 7, Annex A).
 *
 * <p>Tolerant where the field is wrong without being ambiguous (odd lengths, elements out of order or twice, group lengths, unknown VRs);
 * what it tolerated is in {@link DataSet#remarks()}. Strict where a length would lead outside its sequence. Every length, count and depth
 * is checked against {@link DicomLimits} before it allocates or recurses. Immutable; safe for many threads.
 */
public final class DataSetReader {

    private final DicomLimits limits;

    public DataSetReader(DicomLimits limits) {
        this.limits = limits;
    }

    /**
     * Returns the data set in {@code bytes}.
     *
     * @throws DicomException if the bytes end early, contradict themselves, or exceed a limit
     */
    public DataSet read(byte[] bytes, TransferSyntax syntax) throws DicomException {
        if (bytes.length > limits.maxObjectBytes()) {
            throw new DicomException(
                    DicomException.Reason.LIMIT,
                    "object of " + bytes.length + " bytes, limit is " + limits.maxObjectBytes());
        }
        byte[] plain = syntax.isDeflated() ? Deflate.inflate(bytes, limits) : bytes;
        Remarks remarks = new Remarks();
        ElementParser parser = new ElementParser(plain, limits, remarks);
        Encoding encoding = new Encoding(syntax.isExplicitVr(), syntax.isBigEndian());
        SortedMap<Integer, Element> elements = parser.readDataSet(0, plain.length, encoding);
        return new DataSet(elements, List.of(), List.of()).withCharacterSet(List.of(), remarks.all());
    }

    /** How elements are encoded at one place of the object: a UN sequence changes it for what is inside. */
    record Encoding(boolean isExplicitVr, boolean isBigEndian) {

        static final Encoding IMPLICIT_LITTLE_ENDIAN = new Encoding(false, false);
    }

    /** The tolerated faults, bounded, so that a hostile object cannot fill memory with them. */
    static final class Remarks {
        private static final int MAX = 100;
        private final List<String> texts = new ArrayList<>();

        void add(String text) {
            if (texts.size() < MAX) {
                texts.add(text);
            }
        }

        List<String> all() {
            return List.copyOf(texts);
        }
    }
}
