package org.doseagent.dicom;

import java.util.ArrayList;
import java.util.List;
import org.doseagent.dicom.ElementParser.Range;

/**
 * Reads a data set in any {@link TransferSyntax} (PS3.5 7, Annex A).
 *
 * <p>It reads the bytes once and copies no value: the result is an index over the bytes, which therefore must not change. It accepts
 * unambiguous mistakes of senders (odd lengths, elements out of order or twice, group lengths, unknown VRs) and lists it in {@link
 * DataSet#remarks()}. It refuses a length that is longer than the sequence or item around it. Every length, count and depth is checked
 * against {@link DicomLimits} before the reader allocates or recurses. Immutable; safe for many threads.
 */
public final class DataSetReader {

    private final DicomLimits limits;

    public DataSetReader(DicomLimits limits) {
        this.limits = limits;
    }

    /**
     * Returns the data set in {@code bytes}, which the caller must not change afterwards.
     *
     * @throws DicomException if the bytes end early, contradict themselves, or exceed a limit
     */
    public DataSet read(byte[] bytes, TransferSyntax syntax) throws DicomException {
        checkLength(bytes);
        Remarks remarks = new Remarks();
        byte[] plain = syntax.isDeflated() ? inflated(bytes, remarks) : bytes;
        Range whole = new Range(0, plain.length);
        Encoding encoding = new Encoding(syntax.isExplicitVr(), syntax.isBigEndian());
        return new DataSet(new ElementParser(plain, whole, limits, remarks).parse(encoding));
    }

    /**
     * Checks that the bytes can be read, with little memory: a deflated data set is only inflated, and nothing of it is kept.
     *
     * @throws DicomException as {@link #read}
     */
    public void check(byte[] bytes, TransferSyntax syntax) throws DicomException {
        if (!syntax.isDeflated() || looksPlain(bytes)) {
            read(bytes, syntax);
        } else {
            checkLength(bytes);
            Deflate.inflatedLength(bytes, limits);
        }
    }

    private void checkLength(byte[] bytes) throws DicomException {
        if (bytes.length > limits.maxObjectBytes()) {
            throw new DicomException(
                    DicomException.Reason.LIMIT,
                    "object of " + bytes.length + " bytes, limit is " + limits.maxObjectBytes());
        }
    }

    /** Inflates the bytes, or returns them unchanged if the sender negotiated the deflated syntax but did not deflate. */
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

    /** Checks for group 0008 and two capital letters in the place of an explicit VR; no deflate stream begins like that. */
    private static boolean looksPlain(byte[] bytes) {
        return bytes.length >= 8
                && bytes[0] == 8
                && bytes[1] == 0
                && Character.isUpperCase(bytes[4])
                && Character.isUpperCase(bytes[5]);
    }

    /** How elements are encoded at one place of the object; inside a sequence of VR UN it differs from the rest. */
    record Encoding(boolean isExplicitVr, boolean isBigEndian) {

        static final Encoding IMPLICIT_LITTLE_ENDIAN = new Encoding(false, false);
    }

    /** The faults that were accepted; bounded, so that a hostile object cannot fill memory with them. */
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
