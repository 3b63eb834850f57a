package org.doseagent.intake;

import org.doseagent.net.CommitmentRequest;
import org.doseagent.net.CommitmentStatus;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;

/** What peers may do: store objects, and ask whether they are stored durably. */
public record CommittingSink(Intake intake, Commitments commitments) implements ObjectSink {

    @Override
    public StoreStatus store(ReceivedObject object) {
        return intake.store(object);
    }

    @Override
    public CommitmentStatus commit(CommitmentRequest request) {
        return commitments.request(request);
    }
}
