package org.doseagent.net;

import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;

/** An object as it came over the wire: the encoded data set, untouched, and where it came from. */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedObject(
        String sopClassUid,
        SopInstanceUid sopInstanceUid,
        String transferSyntaxUid,
        byte[] dataSetBytes,
        AeTitle callingAeTitle,
        AeTitle calledAeTitle,
        String peerHost) {

    /** PS3.5 table 6.2-1, UI. */
    private static final int MAX_UID = 64;

    /**
     * Returns the UID in a text from a peer or a file. Old systems send letters in a UID, against the standard; to refuse them would lose
     * the report. Empty where the text is empty, longer than 64 characters, or has characters that cannot be printed.
     */
    public static Optional<SopInstanceUid> usableUid(String text) {
        boolean isUsable = !text.isEmpty()
                && text.length() <= MAX_UID
                && text.chars().allMatch(character -> character > ' ' && character < 0x7F);
        return isUsable ? Optional.of(new SopInstanceUid(text)) : Optional.empty();
    }
}
