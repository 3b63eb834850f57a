package org.doseagent.net.association;

import java.util.Optional;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.association.Negotiation.Context;
import org.doseagent.net.pdu.Command;

/** Checks the object of a C-STORE, whoever opened the association, and hands it to the sink. */
public record ObjectKeeper(ObjectSink sink, Peer peer, int maxObjectBytes) {

    /** How a C-STORE is answered; the reason is empty for SUCCESS, and has at most the 64 characters of an Error Comment else. */
    public record Answer(StoreStatus status, String reason) {

        public static final Answer SUCCESS = new Answer(StoreStatus.SUCCESS, "");
    }

    public Answer keep(Command request, Context context, ObjectBuffer data) {
        if (!request.sopClassUid().equals(context.abstractSyntax())) {
            return new Answer(
                    StoreStatus.SOP_CLASS_NOT_SUPPORTED, "the SOP class is not that of the presentation context");
        }
        Optional<SopInstanceUid> uid = ReceivedObject.usableUid(request.sopInstanceUid());
        if (uid.isEmpty()) {
            return new Answer(StoreStatus.INVALID_INSTANCE, "the SOP Instance UID is empty, too long or not printable");
        }
        if (data.isAboveLimit()) {
            return new Answer(StoreStatus.ABOVE_SIZE_LIMIT, "object above the limit of " + maxObjectBytes + " bytes");
        }
        if (data.length() == 0) {
            return new Answer(StoreStatus.CANNOT_UNDERSTAND, "the data set is empty");
        }
        Optional<byte[]> bytes = data.bytes();
        if (bytes.isEmpty()) {
            return new Answer(StoreStatus.OUT_OF_RESOURCES, "too many bytes are in flight, try again");
        }
        StoreStatus status = sink.store(new ReceivedObject(
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
