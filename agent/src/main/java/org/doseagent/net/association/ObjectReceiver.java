package org.doseagent.net.association;

import java.util.Optional;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.association.Negotiation.Context;
import org.doseagent.net.pdu.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The C-STORE SCP of one association: checks an object, hands it to the sink and says how to answer. */
final class ObjectReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectReceiver.class);

    /** How a C-STORE is answered; the reason is empty for SUCCESS, and has at most the 64 characters of an Error Comment else. */
    record Answer(StoreStatus status, String reason) {

        static final Answer SUCCESS = new Answer(StoreStatus.SUCCESS, "");
    }

    private final long number;
    private final Services services;
    private final Peer peer;

    ObjectReceiver(long number, Services services, Peer peer) {
        this.number = number;
        this.services = services;
        this.peer = peer;
    }

    Answer store(Command request, Context context, ObjectBuffer data) {
        Optional<SopInstanceUid> uid = ReceivedObject.usableUid(request.sopInstanceUid());
        Answer answer = answer(request, context, data);
        services.listener().answered(answer.status(), (int) Math.min(data.length(), Integer.MAX_VALUE));
        if (answer.status() != StoreStatus.SUCCESS && services.lines().mayWrite(peer.address())) {
            LOG.warn(
                    "event=object-refused assoc={} peer={} calling={} status={} sop={} bytes={} limit={} reason=\"{}\"",
                    number,
                    peer.host(),
                    Peer.printable(peer.callingAeTitle().value()),
                    String.format("%04XH", answer.status().code()),
                    uid.map(SopInstanceUid::value).map(Peer::printable).orElse("unusable"),
                    data.length(),
                    services.settings().limits().maxObjectBytes(),
                    answer.reason());
        }
        return answer;
    }

    private Answer answer(Command request, Context context, ObjectBuffer data) {
        if (!request.sopClassUid().equals(context.abstractSyntax())) {
            return new Answer(
                    StoreStatus.SOP_CLASS_NOT_SUPPORTED, "the SOP class is not that of the presentation context");
        }
        Optional<SopInstanceUid> uid = ReceivedObject.usableUid(request.sopInstanceUid());
        if (uid.isEmpty()) {
            return new Answer(StoreStatus.INVALID_INSTANCE, "the SOP Instance UID is empty, too long or not printable");
        }
        if (data.isAboveLimit()) {
            return new Answer(
                    StoreStatus.ABOVE_SIZE_LIMIT,
                    "object above the limit of " + services.settings().limits().maxObjectBytes() + " bytes");
        }
        if (data.length() == 0) {
            return new Answer(StoreStatus.CANNOT_UNDERSTAND, "the data set is empty");
        }
        Optional<byte[]> bytes = data.bytes();
        if (bytes.isEmpty()) {
            services.listener().incident(Incident.BYTES_IN_FLIGHT);
            return new Answer(StoreStatus.OUT_OF_RESOURCES, "too many bytes are in flight, try again");
        }
        StoreStatus status = services.sink()
                .store(new ReceivedObject(
                        request.sopClassUid(),
                        uid.get(),
                        context.transferSyntax(),
                        bytes.get(),
                        peer.callingAeTitle(),
                        peer.calledAeTitle(),
                        peer.host()));
        return switch (status) {
            case SUCCESS -> Answer.SUCCESS;
            case OUT_OF_RESOURCES -> new Answer(status, "the agent takes no objects now, try again");
            case TOO_MANY_UNREADABLE ->
                new Answer(status, "too many unreadable objects, see dicom.maxUnreadablePerMinute");
            default -> new Answer(status, "the agent could not keep the object");
        };
    }
}
