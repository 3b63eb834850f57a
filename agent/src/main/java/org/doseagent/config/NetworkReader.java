package org.doseagent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.Requestor;

/** Reads {@code dicom}, {@code http} and {@code pacs}: the addresses and AE titles of the agent and of its peers, and the limits of the wire. */
final class NetworkReader {

    /** PS3.5 table 6.2-1, AE: 16 characters of the default repertoire, no backslash, not only spaces. */
    private static final String AE_TITLE = "(?=.*[^ ])[ -\\[\\]-~]{1,16}";

    private static final String AE_TITLE_RULE = "must be 1 to 16 characters without backslash";

    private static final String HOST = "[A-Za-z0-9_.:%-]{1,253}";
    private static final String HOST_RULE = "must be an address or a host name";

    private static final String CALLER = "{aeTitle: PACS1, hosts: [10.0.0.0/8]}";
    private static final String ARCHIVE = "{aeTitle: PACS1, host: 10.0.0.5, port: 104}";

    /** How long an archive may take to answer a C-ECHO. */
    private static final Duration ARCHIVE_TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_PORT = 65535;

    private final ConfigTree tree;

    NetworkReader(ConfigTree tree) {
        this.tree = tree;
    }

    Settings.Network read() {
        tree.only("dicom.tls.enabled", "false");
        tree.reserve("dicom.tls.port", "dicom.tls.keyStore", "dicom.tls.trustStore", "dicom.tls.clientAuth");
        AcceptorSettings dicom = dicom();
        return new Settings.Network(
                dicom,
                new Settings.Http(
                        tree.flag("http.enabled", true),
                        tree.text("http.host", "127.0.0.1", HOST, HOST_RULE),
                        tree.integer("http.port", 8042, 0, MAX_PORT)),
                archives(dicom.aeTitle()));
    }

    private AcceptorSettings dicom() {
        return new AcceptorSettings(
                tree.text("dicom.host", "127.0.0.1", HOST, HOST_RULE),
                tree.integer("dicom.port", 11112, 0, MAX_PORT),
                tree.text("dicom.aeTitle", "DOSE_AGENT", AE_TITLE, AE_TITLE_RULE),
                tree.flag("dicom.acceptAnyCalledAeTitle", true),
                callers(),
                tree.integer("dicom.maxAssociations", 64, 1, 1000),
                tree.integer("dicom.maxPdu", 131072, 4096, 1 << 20),
                (int) tree.size("dicom.maxObjectBytes", "16MiB", 1 << 16, 1 << 28),
                tree.duration("dicom.artimTimeout", "30s"),
                tree.duration("dicom.idleTimeout", "60s"),
                tree.duration("dicom.releaseGrace", "2s"));
    }

    /** A mistake here must never admit every caller: a value that is not a list of callers is refused. */
    private List<AcceptorSettings.AllowedCaller> callers() {
        List<AcceptorSettings.AllowedCaller> callers = new ArrayList<>();
        for (String each : tree.elements("dicom.allowedCallers", CALLER)) {
            List<String> hosts = tree.texts(each + ".hosts", List.of());
            hosts.stream()
                    .filter(host -> !isNetwork(host))
                    .forEach(host -> tree.problem(
                            each + ".hosts", host, "must be an address or a network such as 10.0.0.0/8, no name"));
            callers.add(new AcceptorSettings.AllowedCaller(
                    tree.text(each + ".aeTitle", "", AE_TITLE, AE_TITLE_RULE), hosts));
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

    private List<Requestor.Settings> archives(String callingAeTitle) {
        List<Requestor.Settings> archives = new ArrayList<>();
        for (String each : tree.elements("pacs", ARCHIVE)) {
            String aeTitle = tree.text(each + ".aeTitle", "", AE_TITLE, AE_TITLE_RULE);
            archives.add(new Requestor.Settings(
                    tree.text(each + ".host", "", HOST, HOST_RULE),
                    tree.integer(each + ".port", 104, 1, MAX_PORT),
                    callingAeTitle,
                    aeTitle,
                    ARCHIVE_TIMEOUT));
        }
        return archives;
    }
}
