package org.doseagent.net;

/** Takes received objects, and requests to commit them. Called by many threads at once. */
public interface ObjectSink {

    /** Keeps an object. Returns SUCCESS once it is durable; any other status means that it was not kept. The sender gets the status. */
    StoreStatus store(ReceivedObject object);

    /** Keeps a request for storage commitment durably; it is answered later. Where the service is not offered, refuses. */
    default CommitmentStatus commit(CommitmentRequest request) {
        return CommitmentStatus.NOT_AUTHORISED;
    }
}
