package org.doseagent.net;

/** An object as it came over the wire: the encoded data set, untouched, and where it came from. */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedObject(
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        byte[] dataSetBytes,
        String callingAeTitle,
        String calledAeTitle,
        String peerHost) {

    /** PS3.5 table 6.2-1, UI. */
    private static final int MAX_UID = 64;

    /**
     * Tells whether an object can be kept under a UID. Letters in it are against the standard, and yet old systems send them; refusing
     * would lose the report, so only what could not be told apart or printed is refused.
     */
    public static boolean isUsableUid(String uid) {
        return !uid.isEmpty() && uid.length() <= MAX_UID && uid.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
