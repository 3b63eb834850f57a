package org.doseagent.net;

import java.time.Duration;
import java.util.List;

/**
 * How associations are accepted; every limit of the wire is here.
 *
 * @param port 0 for any free one
 * @param allowedCallers empty: every calling AE title from every host
 * @param maxAssociations associations at once; one more is rejected as transient (2/3/2)
 * @param maxPduBytes longest P-DATA-TF that a peer may send; told to it as Maximum Length
 * @param maxObjectBytes longest data set of one C-STORE
 * @param artimTimeout from the connection to a complete A-ASSOCIATE-RQ, and until a peer closes
 * @param idleTimeout longest silence, and longest time one PDU may take, on an association
 * @param releaseGrace at a stop, how long a sender between two objects may go on or release before its association is aborted
 */
public record AcceptorSettings(
        String host,
        int port,
        String aeTitle,
        boolean acceptAnyCalledAeTitle,
        List<AllowedCaller> allowedCallers,
        int maxAssociations,
        int maxPduBytes,
        int maxObjectBytes,
        Duration artimTimeout,
        Duration idleTimeout,
        Duration releaseGrace) {

    /** DICOM allows less, but nothing useful fits. */
    private static final int SMALLEST_PDU = 4096;

    public AcceptorSettings {
        allowedCallers = List.copyOf(allowedCallers);
        if (maxPduBytes < SMALLEST_PDU || maxAssociations < 1 || maxObjectBytes < 1) {
            throw new IllegalArgumentException(
                    "limits of the acceptor must be positive, PDUs at least " + SMALLEST_PDU);
        }
    }

    /** A calling AE title and the networks (CIDR or single addresses) that it may come from; none: any. */
    public record AllowedCaller(String aeTitle, List<String> hosts) {
        public AllowedCaller {
            hosts = List.copyOf(hosts);
        }
    }
}
