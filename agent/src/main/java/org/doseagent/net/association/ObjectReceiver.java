package org.doseagent.net.association;

import java.util.Locale;
import java.util.Optional;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.AssociationListener.Incident;
import org.doseagent.net.CommitmentStatus;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.StoreStatus;
import org.doseagent.net.association.Negotiation.Context;
import org.doseagent.net.association.ObjectKeeper.Answer;
import org.doseagent.net.pdu.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The C-STORE SCP of one association that we accepted: counts and logs what the {@link ObjectKeeper} answers. */
final class ObjectReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectReceiver.class);

    private final long number;
    private final Services services;
    private final Peer peer;
    private final ObjectKeeper keeper;

    ObjectReceiver(long number, Services services, Peer peer) {
        this.number = number;
        this.services = services;
        this.peer = peer;
        this.keeper = new ObjectKeeper(
                services.sink(), peer, services.settings().limits().maxObjectBytes());
    }

    /** Takes a request for storage commitment; one that is refused is logged. */
    CommitmentStatus commit(Command request, Context context, ObjectBuffer data) {
        CommitmentStatus status = new CommitmentReceiver(services.sink(), peer).take(request, context, data);
        if (status != CommitmentStatus.ACCEPTED && services.lines().mayWrite(peer.address())) {
            LOG.warn(
                    "event=commitment-refused assoc={} peer={} calling={} status={} reason=\"{}\"",
                    number,
                    peer.host(),
                    Peer.printable(peer.callingAeTitle().value()),
                    String.format(Locale.ROOT, "%04XH", status.code()),
                    status.comment());
        }
        return status;
    }

    Answer store(Command request, Context context, ObjectBuffer data) {
        Optional<SopInstanceUid> uid = ReceivedObject.usableUid(request.sopInstanceUid());
        Answer answer = keeper.keep(request, context, data);
        if (answer.status() == StoreStatus.OUT_OF_RESOURCES && data.isOutOfBudget()) {
            services.listener().incident(Incident.BYTES_IN_FLIGHT);
        }
        services.listener().answered(answer.status(), (int) Math.min(data.length(), Integer.MAX_VALUE));
        if (answer.status() != StoreStatus.SUCCESS && services.lines().mayWrite(peer.address())) {
            LOG.warn(
                    "event=object-refused assoc={} peer={} calling={} status={} sop={} bytes={} limit={} reason=\"{}\"",
                    number,
                    peer.host(),
                    Peer.printable(peer.callingAeTitle().value()),
                    String.format(Locale.ROOT, "%04XH", answer.status().code()),
                    uid.map(SopInstanceUid::value).map(Peer::printable).orElse("unusable"),
                    data.length(),
                    services.settings().limits().maxObjectBytes(),
                    answer.reason());
        }
        return answer;
    }
}
