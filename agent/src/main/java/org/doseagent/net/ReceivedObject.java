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
        String peerHost) {}
