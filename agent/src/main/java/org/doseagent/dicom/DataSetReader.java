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
        Remarks remarks = new Remarks();
        byte[] plain = syntax.isDeflated() ? inflated(bytes, remarks) : bytes;
        ElementParser parser = new ElementParser(plain, limits, remarks);
        Encoding encoding = new Encoding(syntax.isExplicitVr(), syntax.isBigEndian());
        SortedMap<Integer, Element> elements = parser.readDataSet(0, plain.length, encoding);
        return new DataSet(elements, List.of(), List.of()).withCharacterSet(List.of(), remarks.all());
    }

    /** Some toolkits negotiate the deflated syntax and then send the data set as it was. */
    private byte[] inflated(byte[] bytes, Remarks remarks) throws DicomException {
        try {
            return Deflate.inflate(bytes, limits);
        } catch (DicomException e) {
            if (e.reason() != DicomException.Reason.MALFORMED || !looksPlain(bytes)) {
                throw e;
            }
            remarks.add("the data set is not deflated, although its transfer syntax says so");
            return bytes;
        }
    }

    /** Group 0008, and two capital letters where an explicit VR is; no deflate stream begins so. */
    private static boolean looksPlain(byte[] bytes) {
        return bytes.length >= 8
                && bytes[0] == 8
                && bytes[1] == 0
                && Character.isUpperCase(bytes[4])
                && Character.isUpperCase(bytes[5]);
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
