package org.doseagent.dicom;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw deflate (RFC 1951) of a whole data set, as Deflated Explicit VR Little Endian requires (PS3.5 A.5). */
final class Deflate {

    private static final int CHUNK = 8192;

    private Deflate() {}

    /** The ratio is not checked below this many inflated bytes: a small object of equal values deflates very well and does no harm. */
    private static final int UNCHECKED_BYTES = 1 << 20;

    /** From here on the ratio is checked while the bytes are inflated; no dose report seen has more. */
    private static final int CHECKED_EARLY_BYTES = 4 << 20;

    /** Returns the inflated bytes; a padding byte after the stream is ignored. */
    static byte[] inflate(byte[] bytes, DicomLimits limits) throws DicomException {
        byte[] all = new byte[inflatedLength(bytes, limits)];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            int length = 0;
            while (length < all.length) {
                length += inflater.inflate(all, length, all.length - length);
            }
            return all;
        } catch (DataFormatException e) {
            throw new IllegalStateException("the bytes were inflated before", e);
        } finally {
            inflater.end();
        }
    }

    /**
     * Returns how many bytes the data set inflates to, and keeps none of them: a bomb costs no memory, and little time, because its ratio
     * is checked while it inflates.
     */
    static int inflatedLength(byte[] bytes, DicomLimits limits) throws DicomException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            byte[] chunk = new byte[CHUNK];
            int length = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DicomException(
                            DicomException.Reason.TRUNCATED,
                            "deflated data set ends early, after " + length + " bytes");
                }
                length += count; // cannot overflow: it is checked after each chunk
                check(length, length < CHECKED_EARLY_BYTES ? bytes.length : inflater.getBytesRead(), limits);
            }
            return length;
        } catch (DataFormatException e) {
            throw new DicomException(DicomException.Reason.MALFORMED, "deflated data set is not a deflate stream", e);
        } finally {
            inflater.end();
        }
    }

    private static void check(int inflated, long encoded, DicomLimits limits) throws DicomException {
        if (inflated > limits.maxInflatedBytes()) {
            throw new DicomException(
                    DicomException.Reason.LIMIT,
                    "deflated data set inflates to more than " + limits.maxInflatedBytes() + " bytes");
        }
        if (inflated > UNCHECKED_BYTES && inflated > encoded * limits.maxInflateRatio()) {
            throw new DicomException(
                    DicomException.Reason.LIMIT,
                    "deflated data set inflates to more than " + limits.maxInflateRatio() + " times its length, after "
                            + inflated + " bytes");
        }
    }

    static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            if (out.size() % 2 != 0) {
                out.write(0);
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
