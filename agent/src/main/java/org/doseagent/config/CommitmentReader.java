package org.doseagent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.intake.CommitmentSettings;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.tls.TlsClient;
import org.doseagent.store.outbox.RetryPolicy;

/** Reads {@code commitment}: who may ask for storage commitment, and how the answers are delivered. */
final class CommitmentReader {

    private static final String EXAMPLE = "{aeTitle: CT1, host: 10.0.0.9, port: 104}";

    private final ConfigTree tree;
    private final AcceptorSettings dicom;

    CommitmentReader(ConfigTree tree, AcceptorSettings dicom) {
        this.tree = tree;
        this.dicom = dicom;
    }

    CommitmentSettings read() {
        return new CommitmentSettings(
                peers(),
                new CommitmentSettings.Limits(
                        tree.integer("commitment.maxObjects", 10_000, 1, 100_000),
                        tree.integer("commitment.maxPending", 1000, 1, 1_000_000)),
                new CommitmentSettings.Deadlines(
                        tree.duration("commitment.responseTimeout", "30s"),
                        tree.duration("commitment.keepTrying", "7d")),
                retry());
    }

    private List<Requestor.Remote> peers() {
        List<Requestor.Remote> peers = new ArrayList<>();
        for (String each : tree.elements("commitment.peers", EXAMPLE)) {
            String host = tree.text(each + ".host", "", NetworkReader.HOST, NetworkReader.HOST_RULE);
            int port = tree.integer(each + ".port", 104, 1, NetworkReader.MAX_PORT);
            Optional<TlsClient> tls = NetworkReader.tls(tree, each, dicom);
            AeTitle.read(tree.text(each + ".aeTitle", "", NetworkReader.AE_TITLE, NetworkReader.AE_TITLE_RULE))
                    .ifPresent(title -> peers.add(new Requestor.Remote(title, host, port, tls)));
        }
        return peers;
    }

    private RetryPolicy retry() {
        Duration first = tree.duration("commitment.retry.first", "30s");
        Duration longest = tree.duration("commitment.retry.longest", "1h");
        if (longest.compareTo(first) < 0) {
            tree.problem("commitment.retry.longest", longest.toString(), "must not be below commitment.retry.first");
            return new RetryPolicy(first, first);
        }
        return new RetryPolicy(first, longest);
    }
}
