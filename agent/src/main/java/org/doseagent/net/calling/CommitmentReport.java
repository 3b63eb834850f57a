package org.doseagent.net.calling;

import java.io.IOException;
import org.doseagent.dicom.DataSet;
import org.doseagent.dicom.DataSetWriter;

/** The N-EVENT-REPORT of Storage Commitment, on an association that we open (PS3.4 J.3.3). */
public final class CommitmentReport {

    private CommitmentReport() {}

    /**
     * Opens an association, reports, and releases it. Returns the status of the peer.
     *
     * @param isComplete whether every object is committed (event type 1), or some are not (event type 2)
     * @throws IOException if the peer cannot be reached, does not accept the report, or does not answer in time
     */
    public static int send(Requestor.Settings settings, DataSet report, boolean isComplete) throws IOException {
        try (Requestor requestor = Requestor.connect(settings, Proposal.toReportCommitment())) {
            return requestor.reportCommitment(syntax -> DataSetWriter.write(report, syntax), isComplete ? 1 : 2);
        }
    }
}
