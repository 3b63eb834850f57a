package org.doseagent.dicom;

/**
 * The limits of one object. The defaults are far above any dose report seen (20 kB to 2 MB) and far below what overloads a small server.
 *
 * @param maxObjectBytes bytes of one object as encoded
 * @param maxInflatedBytes bytes after inflating a deflated data set
 * @param maxInflateRatio inflated bytes per encoded byte; real reports deflate about 10:1, a bomb 1000:1
 * @param maxElementBytes length of one value kept
 * @param maxDepth nesting of sequences; a dose report needs about 16
 * @param maxItems items in one sequence
 * @param maxElements elements in one object, all levels; also the items in one object, so that it bounds the index
 */
public record DicomLimits(
        int maxObjectBytes,
        int maxInflatedBytes,
        int maxInflateRatio,
        int maxElementBytes,
        int maxDepth,
        int maxItems,
        int maxElements) {

    public static final DicomLimits DEFAULT =
            new DicomLimits(16 << 20, 64 << 20, 200, 16 << 20, 64, 100_000, 1_000_000);

    /** Returns these limits with another maximum size of an object; one value may have the whole size. */
    public DicomLimits withMaxObjectBytes(int bytes) {
        return new DicomLimits(bytes, maxInflatedBytes, maxInflateRatio, bytes, maxDepth, maxItems, maxElements);
    }
}
