package org.doseagent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.intake.CommitmentSettings;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.AcceptorSettings.Access;
import org.doseagent.net.AcceptorSettings.Caller;
import org.doseagent.net.AcceptorSettings.Deadlines;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.AcceptorSettings.Pace;
import org.doseagent.net.tls.TlsClient;

/** Reads {@code dicom} and {@code http}: the addresses and the AE title of the agent, its callers, and the limits of the wire. */
final class NetworkReader {

    /** PS3.5 table 6.2-1, AE: 16 characters of the default repertoire, no backslash, not only spaces. */
    static final String AE_TITLE = "(?=.*[^ ])[ -\\[\\]-~]{1,16}";

    static final String AE_TITLE_RULE = "must be 1 to 16 characters without backslash";

    static final String HOST = "[A-Za-z0-9_.:%-]{1,253}";
    static final String HOST_RULE = "must be an address or a host name";

    private static final String CALLER = "{aeTitle: PACS1, hosts: [10.0.0.0/8]}";

    /** More connections than a machine for this agent can serve. */
    private static final long MAX_IN_FLIGHT = 1L << 36;

    static final int MAX_PORT = 65535;

    private final ConfigTree tree;
    private final Folders folders;

    NetworkReader(ConfigTree tree, Folders folders) {
        this.tree = tree;
        this.folders = folders;
    }

    Settings.Network read() {
        AcceptorSettings dicom = dicom();
        CommitmentSettings commitment = new CommitmentReader(tree, dicom).read();
        return new Settings.Network(
                dicom.withAccess(dicom.access().offeringCommitment(!commitment.peers().isEmpty())),
                new Settings.Http(
                        tree.flag("http.enabled", true),
                        tree.text("http.host", "127.0.0.1", HOST, HOST_RULE),
                        tree.integer("http.port", 8042, 0, MAX_PORT),
                        tree.integer("http.maxScanners", 200, 0, 10_000)),
                new PacsReader(tree, dicom).read(),
                new RepositoryReader(tree, folders).read(),
                commitment);
    }

    private AcceptorSettings dicom() {
        return new AcceptorSettings(
                tree.text("dicom.host", "127.0.0.1", HOST, HOST_RULE),
                tree.integer("dicom.port", 11112, 0, MAX_PORT),
                new AeTitle(tree.text("dicom.aeTitle", "DOSE_AGENT", AE_TITLE, AE_TITLE_RULE)),
                new Access(tree.flag("dicom.acceptAnyCalledAeTitle", true), callers()),
                limits(),
                new Deadlines(
                        tree.duration("dicom.artimTimeout", "30s"),
                        tree.duration("dicom.idleTimeout", "60s"),
                        tree.duration("dicom.messageTimeout", "5m"),
                        tree.duration("dicom.writeTimeout", "20s"),
                        tree.duration("dicom.scarceIdleTimeout", "2s"),
                        tree.duration("dicom.scarceGrace", "1s"),
                        tree.duration("dicom.releaseGrace", "2s")),
                new Pace(
                        (int) tree.size("dicom.minBytesPerSecond", "1KiB", 0, 1 << 20),
                        tree.duration("dicom.paceWindow", "10s"),
                        tree.integer("dicom.maxEchoesPerSecond", 20, 1, 1_000_000),
                        (int) tree.size("dicom.maxDroppedBytesPerSecond", "1MiB", 1 << 16, 1 << 30),
                        tree.integer("dicom.maxLogLinesPerMinute", 600, 1, 1_000_000)),
                new DicomTlsReader(tree, folders).read());
    }

    private Limits limits() {
        int maxObjectBytes = (int) tree.size("dicom.maxObjectBytes", "16MiB", 1 << 16, 1 << 28);
        return new Limits(
                tree.integer("dicom.maxAssociations", 64, 1, 1000),
                tree.integer("dicom.maxAssociationsPerPeer", 32, 1, 1000),
                tree.integer("dicom.maxPendingConnections", 32, 1, 1000),
                tree.integer("dicom.maxSilentConnections", 512, 1, 4096),
                tree.integer("dicom.maxKnownSenders", 1000, 1, 100_000),
                tree.integer("dicom.maxPdu", 131072, 4096, 1 << 20),
                maxObjectBytes,
                tree.size("dicom.maxBytesInFlight", "64MiB", Limits.minBytesInFlight(maxObjectBytes), MAX_IN_FLIGHT));
    }

    /** A value that is not a list of callers is refused, because a mistake must never admit every caller. */
    private List<Caller> callers() {
        List<Caller> callers = new ArrayList<>();
        for (String each : tree.elements("dicom.allowedCallers", CALLER)) {
            List<String> hosts = tree.texts(each + ".hosts", List.of());
            List<String> certificates = tree.texts(each + ".certificates", List.of());
            hosts.stream()
                    .filter(host -> !isNetwork(host))
                    .forEach(host -> tree.problem(
                            each + ".hosts", host, "must be an address or a network such as 10.0.0.0/8, not a name"));
            aeTitle(each).ifPresent(title -> callers.add(new Caller(title, hosts, certificates)));
        }
        callers.stream()
                .filter(caller -> caller.aeTitle().equals(AeTitle.IMPORT))
                .forEach(caller -> tree.problem(
                        "dicom.allowedCallers", "IMPORT", "must not have IMPORT, the AE title of objects from files"));
        return callers;
    }

    /** Returns the AE title of an element; empty if it is not an AE title, which is then a problem. */
    private Optional<AeTitle> aeTitle(String element) {
        return AeTitle.read(tree.text(element + ".aeTitle", "", AE_TITLE, AE_TITLE_RULE));
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

    /** Returns how a peer is called: with TLS where its element says {@code tls: true}. */
    static Optional<TlsClient> tls(ConfigTree tree, String element, AcceptorSettings dicom) {
        boolean isTls = tree.flag(element + ".tls", false);
        if (isTls && dicom.tls().isEmpty()) {
            tree.problem(element + ".tls", "true", "needs dicom.tls.certificate, key and authorities");
        }
        return isTls ? dicom.tls().map(AcceptorSettings.Tls::client) : Optional.empty();
    }
}
