package org.doseagent.intake;

import java.time.Clock;
import java.util.Optional;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.store.StoreException;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.inbox.log.PutOutcome;
import org.doseagent.store.inbox.log.PutOutcome.Refusal;
import org.doseagent.store.inbox.log.PutOutcome.Refused;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.InboxObject.Origin;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way in: what comes over the wire or from a file goes into the inbox, and only then is it acknowledged. Thread-safe. */
public final class Intake implements ObjectSink {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Inbox inbox;
    private final Clock clock;
    private final Runnable wakeWorker;
    private final Screening screening;

    public Intake(Inbox inbox, Clock clock, Runnable wakeWorker, IntakeSettings settings) {
        this.inbox = inbox;
        this.clock = clock;
        this.screening = new Screening(settings.screening(), new DataSetReader(settings.objects()));
        this.wakeWorker = wakeWorker;
    }

    @Override
    public StoreStatus store(ReceivedObject object) {
        if (!screening.admits(object, System.nanoTime())) {
            return StoreStatus.TOO_MANY_UNREADABLE;
        }
        try {
            return status(put(object));
        } catch (StoreException e) {
            LOG.error("event=inbox-failed retryable={}", e.isRetryable(), e);
            return e.isRetryable() ? StoreStatus.OUT_OF_RESOURCES : StoreStatus.PROCESSING_FAILURE;
        }
    }

    private static StoreStatus status(PutOutcome outcome) {
        if (outcome instanceof Refused refused) {
            return refused.reason() == Refusal.OBJECT_TOO_LONG
                    ? StoreStatus.ABOVE_SIZE_LIMIT
                    : StoreStatus.OUT_OF_RESOURCES;
        }
        return StoreStatus.SUCCESS;
    }

    /** Keeps an object durably; see {@link Inbox#put}. */
    public PutOutcome put(ReceivedObject object) {
        PutOutcome outcome = inbox.put(inboxObject(object));
        wakeWorker.run();
        return outcome;
    }

    /** Returns the object as the inbox keeps it, received now. */
    public InboxObject inboxObject(ReceivedObject object) {
        return new InboxObject(
                object.sopInstanceUid(),
                new SopClassUid(object.sopClassUid()),
                new TransferSyntaxUid(object.transferSyntaxUid()),
                new Origin(
                        clock.instant(),
                        Optional.of(object.callingAeTitle()),
                        Optional.of(new Peer(object.peerHost()))),
                object.dataSetBytes());
    }
}
