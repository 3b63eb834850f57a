package org.doseagent.net.association;

import java.net.InetAddress;
import java.util.List;
import org.doseagent.net.association.Negotiation.Rejection;
import org.doseagent.net.pdu.Pdu;
import org.doseagent.net.pdu.PduException;
import org.doseagent.net.tls.TlsRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log lines of one association, as many as {@link WireLog} lets through. */
final class AssociationLog {

    private static final Logger LOG = LoggerFactory.getLogger(AssociationLog.class);

    /** How an association ended, for its last line. */
    record End(Pdu.Titles titles, String outcome, int objects, String reason) {}

    private final long number;
    private final InetAddress address;
    private final WireLog lines;

    AssociationLog(long number, InetAddress address, WireLog lines) {
        this.number = number;
        this.address = address;
        this.lines = lines;
    }

    private boolean mayWrite() {
        return lines.mayWrite(address);
    }

    void ended(End end, boolean isWorthALine) {
        String line = "event=association-end assoc={} peer={} calling={} called={} outcome={} objects={} reason=\"{}\"";
        Object[] values = {
            number,
            address.getHostAddress(),
            Peer.printable(end.titles().calling().text()),
            Peer.printable(end.titles().called().text()),
            end.outcome(),
            end.objects(),
            end.reason()
        };
        if (isWorthALine && mayWrite()) {
            LOG.info(line, values);
        } else {
            LOG.debug(line, values);
        }
    }

    void invalid(String callingAeTitle, PduException invalid) {
        if (mayWrite()) {
            LOG.warn(
                    "event=invalid-pdu assoc={} peer={} calling={} reason=\"{}\"",
                    number,
                    address.getHostAddress(),
                    Peer.printable(callingAeTitle),
                    invalid.getMessage());
        }
    }

    void tlsRefused(String callingAeTitle, TlsRefusal why) {
        if (mayWrite()) {
            LOG.warn(
                    "event=tls-refused assoc={} peer={} calling={} reason=\"{}\"",
                    number,
                    address.getHostAddress(),
                    Peer.printable(callingAeTitle),
                    String.valueOf(why.getMessage()));
        }
    }

    void rejected(Pdu.Titles titles, Rejection rejection) {
        if (!mayWrite()) {
            return;
        }
        Pdu.AssociateReject pdu = rejection.pdu();
        LOG.warn(
                "event=association-rejected assoc={} peer={} calling={} called={} result={}/{}/{} meaning=\"{}\" reason=\"{}\"",
                number,
                address.getHostAddress(),
                Peer.printable(titles.calling().text()),
                Peer.printable(titles.called().text()),
                pdu.result(),
                pdu.source(),
                pdu.reason(),
                rejection.result(),
                rejection.reason());
    }

    void refusedContexts(String callingAeTitle, List<String> refused) {
        if (!refused.isEmpty() && mayWrite()) {
            LOG.warn(
                    "event=contexts-refused assoc={} peer={} calling={} refused=\"{}\"",
                    number,
                    address.getHostAddress(),
                    Peer.printable(callingAeTitle),
                    String.join("; ", refused));
        }
    }
}
