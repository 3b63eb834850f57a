package org.doseagent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code dicom}: who we are, who may call, and the limits of the wire. */
final class DicomSettings {

    /** PS3.5 table 6.2-1, AE: 16 characters of the default repertoire, no backslash, not only spaces. */
    static final String AE_TITLE = "(?=.*[^ ])[ -\\[\\]-~]{1,16}";

    static final String AE_TITLE_RULE = "must be 1 to 16 characters without backslash";

    static final String HOST = "[A-Za-z0-9_.:%-]{1,253}";
    static final String HOST_RULE = "must be an address or a host name";

    private static final String CALLER = "{aeTitle: PACS1, hosts: [10.0.0.0/8]}";

    private DicomSettings() {}

    static Settings.Dicom read(ConfigTree tree) {
        tls(tree);
        return new Settings.Dicom(
                tree.text("dicom.aeTitle", "DOSE_AGENT", AE_TITLE, AE_TITLE_RULE),
                tree.text("dicom.host", "127.0.0.1", HOST, HOST_RULE),
                tree.integer("dicom.port", 11112, 0, 65535),
                tree.integer("dicom.maxAssociations", 64, 1, 1000),
                tree.integer("dicom.maxPdu", 131072, 4096, 1 << 20),
                (int) tree.size("dicom.maxObjectBytes", "16MiB", 1 << 16, 1 << 28),
                callers(tree),
                tree.flag("dicom.acceptAnyCalledAeTitle", true),
                tree.duration("dicom.artimTimeout", "30s"),
                tree.duration("dicom.idleTimeout", "60s"),
                tree.duration("dicom.releaseGrace", "2s"));
    }

    /** A mistake here must never open the door: what is no list of callers is refused, not read as "everybody". */
    private static List<Settings.Caller> callers(ConfigTree tree) {
        List<Settings.Caller> callers = new ArrayList<>();
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
            callers.add(new Settings.Caller(tree.text(each + ".aeTitle", "", AE_TITLE, AE_TITLE_RULE), hosts));
        }
        return callers;
    }

    /** Tells whether a text is a numeric address, or one with the bits of its network (RFC 4632). */
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
