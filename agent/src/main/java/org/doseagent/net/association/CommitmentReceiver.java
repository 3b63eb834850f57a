package org.doseagent.net.association;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dicom.SopClass;
import org.doseagent.dicom.Tag;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.net.CommitmentRequest;
import org.doseagent.net.CommitmentRequest.Reference;
import org.doseagent.net.CommitmentStatus;
import org.doseagent.net.ObjectSink;
import org.doseagent.net.ReceivedObject;
import org.doseagent.net.association.Negotiation.Context;
import org.doseagent.net.pdu.Command;

/** The N-ACTION SCP of Storage Commitment: reads the request and hands it to the sink. The answer comes later, on another association. */
record CommitmentReceiver(ObjectSink sink, Peer peer) {

    private static final int REQUEST_STORAGE_COMMITMENT = 1;

    CommitmentStatus take(Command request, Context context, ObjectBuffer data) {
        if (request.actionType() != REQUEST_STORAGE_COMMITMENT) {
            return CommitmentStatus.NO_SUCH_ACTION;
        }
        if (!request.sopInstanceUid().equals(SopClass.STORAGE_COMMITMENT_INSTANCE)) {
            return CommitmentStatus.NO_SUCH_INSTANCE;
        }
        if (data.isAboveLimit()) {
            return CommitmentStatus.RESOURCE_LIMITATION;
        }
        Optional<byte[]> bytes = data.bytes();
        if (bytes.isEmpty()) {
            return CommitmentStatus.PROCESSING_FAILURE;
        }
        try {
            return read(bytes.get(), context).map(sink::commit).orElse(CommitmentStatus.INVALID_VALUE);
        } catch (DicomException e) {
            return CommitmentStatus.INVALID_VALUE;
        }
    }

    private Optional<CommitmentRequest> read(byte[] bytes, Context context) throws DicomException {
        TransferSyntax syntax = TransferSyntax.of(context.transferSyntax()).orElseThrow();
        DataSet dataSet = new DataSetReader(DicomLimits.DEFAULT).read(bytes, syntax);
        Optional<SopInstanceUid> transaction =
                dataSet.string(Tag.TRANSACTION_UID).flatMap(ReceivedObject::usableUid);
        List<Reference> references = new ArrayList<>();
        for (DataSet item : dataSet.items(Tag.REFERENCED_SOP_SEQUENCE)) {
            Optional<SopInstanceUid> instance =
                    item.string(Tag.REFERENCED_SOP_INSTANCE_UID).flatMap(ReceivedObject::usableUid);
            Optional<SopInstanceUid> sopClass =
                    item.string(Tag.REFERENCED_SOP_CLASS_UID).flatMap(ReceivedObject::usableUid);
            if (instance.isEmpty() || sopClass.isEmpty()) {
                return Optional.empty();
            }
            references.add(new Reference(sopClass.get().value(), instance.get()));
        }
        return transaction
                .filter(uid -> !references.isEmpty())
                .map(uid -> new CommitmentRequest(peer.callingAeTitle(), uid.value(), references));
    }
}
