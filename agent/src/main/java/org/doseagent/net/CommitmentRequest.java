package org.doseagent.net;

import java.util.List;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopInstanceUid;

/** An N-ACTION of the Storage Commitment Push Model (PS3.4 J.3.2): a peer asks whether these objects are stored durably. */
public record CommitmentRequest(AeTitle callingAeTitle, String transactionUid, List<Reference> references) {

    /** An object that the peer names. */
    public record Reference(String sopClassUid, SopInstanceUid sopInstanceUid) {}

    public CommitmentRequest {
        references = List.copyOf(references);
    }
}
