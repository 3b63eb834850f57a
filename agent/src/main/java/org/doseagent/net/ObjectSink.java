package org.doseagent.net;

/** Takes received objects. Called by many threads at once. */
public interface ObjectSink {

    /** Returns once the object is durable (SUCCESS) or will not be kept; what it returns is what the sender is told. */
    StoreStatus store(ReceivedObject object);
}
