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

    /** Returns the inflated bytes; a padding byte after the stream is ignored. */
    static byte[] inflate(byte[] bytes, DicomLimits limits) throws DicomException {
        long maxBytes = Math.min(
                limits.maxInflatedBytes(), Math.max(UNCHECKED_BYTES, (long) bytes.length * limits.maxInflateRatio()));
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DicomException(
                            DicomException.Reason.TRUNCATED,
                            "deflated data set ends early, after " + out.size() + " bytes");
                }
                if (out.size() + (long) count > maxBytes) {
                    throw new DicomException(
                            DicomException.Reason.LIMIT,
                            "deflated data set inflates to more than " + maxBytes + " bytes");
                }
                out.write(chunk, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new DicomException(DicomException.Reason.MALFORMED, "deflated data set is not a deflate stream", e);
        } finally {
            inflater.end();
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
