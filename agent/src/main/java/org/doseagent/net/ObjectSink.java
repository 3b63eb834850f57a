package org.doseagent.net;

/** Takes received objects. Called by many threads at once. */
public interface ObjectSink {

    /** Keeps an object. Returns SUCCESS once it is durable; any other status means that it was not kept. The sender gets the status. */
    StoreStatus store(ReceivedObject object);
}
