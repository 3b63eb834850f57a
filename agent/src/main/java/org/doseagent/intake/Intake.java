package org.doseagent.intake;

import java.time.Clock;
import java.util.Optional;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.PutResult;
import org.doseagent.store.inbox.ReceivedBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way in: what comes over the wire or from a file goes into the inbox, and only then is it acknowledged. Thread-safe. */
public final class Intake implements ObjectSink {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Inbox inbox;
    private final Clock clock;
    private final Runnable wakeWorker;

    public Intake(Inbox inbox, Clock clock, Runnable wakeWorker) {
        this.inbox = inbox;
        this.clock = clock;
        this.wakeWorker = wakeWorker;
    }

    @Override
    public StoreStatus store(ReceivedObject object) {
        try {
            return put(object) == PutResult.FULL ? StoreStatus.OUT_OF_RESOURCES : StoreStatus.SUCCESS;
        } catch (StoreException e) {
            LOG.error("event=inbox-failed retryable={}", e.isRetryable(), e);
            return e.isRetryable() ? StoreStatus.OUT_OF_RESOURCES : StoreStatus.PROCESSING_FAILURE;
        }
    }

    /** Keeps an object durably; see {@link Inbox#put}. */
    public PutResult put(ReceivedObject object) {
        PutResult result = inbox.put(new ReceivedBytes(
                object.sopInstanceUid(),
                object.sopClassUid(),
                object.transferSyntaxUid(),
                Optional.of(object.callingAeTitle()),
                object.peerHost(),
                clock.instant(),
                object.dataSetBytes()));
        wakeWorker.run();
        return result;
    }
}
