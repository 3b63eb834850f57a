package org.doseagent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dose.AeTitle;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AcceptorSettings.Access;
import org.doseagent.net.AcceptorSettings.Caller;
import org.doseagent.net.AcceptorSettings.Deadlines;
import org.doseagent.net.AcceptorSettings.Limits;

/** Reads {@code dicom}: who we are, who may call, and the limits of the wire. */
final class DicomSettings {

    /** PS3.5 table 6.2-1, AE: 16 characters of the default repertoire, no backslash, not only spaces. */
    static final String AE_TITLE = "(?=.*[^ ])[ -\\[\\]-~]{1,16}";

    static final String AE_TITLE_RULE = "must be 1 to 16 characters without backslash";

    static final String HOST = "[A-Za-z0-9_.:%-]{1,253}";
    static final String HOST_RULE = "must be an address or a host name";

    /** More than a machine for this agent has. */
    private static final long MAX_IN_FLIGHT = 1L << 36;

    private static final String CALLER = "{aeTitle: PACS1, hosts: [10.0.0.0/8]}";

    private DicomSettings() {}

    static AcceptorSettings read(ConfigTree tree) {
        tls(tree);
        return new AcceptorSettings(
                tree.text("dicom.host", "127.0.0.1", HOST, HOST_RULE),
                tree.integer("dicom.port", 11112, 0, 65535),
                new AeTitle(tree.text("dicom.aeTitle", "DOSE_AGENT", AE_TITLE, AE_TITLE_RULE)),
                new Access(tree.flag("dicom.acceptAnyCalledAeTitle", true), callers(tree)),
                limits(tree),
                new Deadlines(
                        tree.duration("dicom.artimTimeout", "30s"),
                        tree.duration("dicom.idleTimeout", "60s"),
                        tree.duration("dicom.messageTimeout", "5m"),
                        tree.duration("dicom.writeTimeout", "20s"),
                        tree.duration("dicom.scarceIdleTimeout", "2s"),
                        tree.duration("dicom.releaseGrace", "2s")));
    }

    private static Limits limits(ConfigTree tree) {
        int maxObjectBytes = (int) tree.size("dicom.maxObjectBytes", "16MiB", 1 << 16, 1 << 28);
        return new Limits(
                tree.integer("dicom.maxAssociations", 64, 1, 1000),
                tree.integer("dicom.maxAssociationsPerPeer", 32, 1, 1000),
                tree.integer("dicom.maxPendingConnections", 32, 1, 1000),
                tree.integer("dicom.maxPdu", 131072, 4096, 1 << 20),
                maxObjectBytes,
                tree.size("dicom.maxBytesInFlight", "64MiB", Limits.minBytesInFlight(maxObjectBytes), MAX_IN_FLIGHT));
    }

    /** A mistake here must never open the door: what is no list of callers is refused, not read as "everybody". */
    private static List<Caller> callers(ConfigTree tree) {
        List<Caller> callers = new ArrayList<>();
        for (String each : tree.elements("dicom.allowedCallers", CALLER)) {
            List<String> hosts = tree.texts(each + ".hosts", List.of());
            for (int i = 0; i < hosts.size(); i++) {
                if (!isNetwork(hosts.get(i))) {
                    tree.problem(
                            each + ".hosts",
                            hosts.get(i),
                            "must be an address or a network such as 10.0.0.0/8, no name");
                }
            }
            AeTitle.read(tree.text(each + ".aeTitle", "", AE_TITLE, AE_TITLE_RULE))
                    .ifPresent(title -> callers.add(new Caller(title, hosts)));
        }
        return callers;
    }

    /** Returns whether a text is a numeric address, or one with the bits of its network (RFC 4632). */
    static boolean isNetwork(String text) {
        if (!text.matches("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(/\\d{1,3})?")) {
            return false;
        }
        String[] parts = text.split("/", 2);
        try {
            int bits = InetAddress.getByName(parts[0]).getAddress().length * 8;
            return parts.length == 1 || Integer.parseInt(parts[1]) <= bits;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void tls(ConfigTree tree) {
        tree.only("dicom.tls.enabled", "false");
        tree.integer("dicom.tls.port", 2762, 0, 65535);
        tree.optional("dicom.tls.keyStore");
        tree.optional("dicom.tls.trustStore");
        tree.word("dicom.tls.clientAuth", "required", "none");
    }
}
