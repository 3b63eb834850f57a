package org.doseagent.config;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.net.calling.ArchiveClient;
import org.doseagent.net.calling.Requestor;
import org.doseagent.net.tls.TlsClient;
import org.doseagent.pacs.Hours;
import org.doseagent.pacs.PacsSettings;
import org.doseagent.pacs.PacsSettings.Archive;
import org.doseagent.pacs.PacsSettings.Level;
import org.doseagent.pacs.PacsSettings.ModalityKey;
import org.doseagent.pacs.PacsSettings.Retrieve;

/** Reads {@code pacs} and {@code backfill}: the PACS of the site, and how their history is fetched. */
final class PacsReader {

    private static final String EXAMPLE = "{aeTitle: PACS1, host: 10.0.0.5, port: 104}";

    private static final Pattern HOURS = Pattern.compile("(([01]\\d|2[0-3]):[0-5]\\d)-(([01]\\d|2[0-3]):[0-5]\\d)");

    private final ConfigTree tree;
    private final AcceptorSettings dicom;

    PacsReader(ConfigTree tree, AcceptorSettings dicom) {
        this.tree = tree;
        this.dicom = dicom;
    }

    PacsSettings read() {
        return new PacsSettings(
                archives(),
                new PacsSettings.Pace(hours(), tree.integer("backfill.studiesPerMinute", 60, 1, 100_000)),
                new ArchiveClient.Limits(
                        tree.integer("backfill.maxAnswers", 500, 1, 100_000),
                        tree.integer("backfill.maxPendingResponses", 10_000, 1, 1_000_000),
                        (int) tree.size("backfill.maxAnswerBytes", "64KiB", 1 << 10, 1 << 20),
                        dicom.limits().maxObjectBytes(),
                        tree.duration("backfill.operationTimeout", "10m")),
                new PacsSettings.Retries(
                        tree.integer("backfill.maxReconnects", 5, 0, 1000),
                        tree.integer("backfill.maxFailuresInARow", 10, 1, 100_000),
                        tree.integer("backfill.maxQueriesPerDay", 200, 1, 100_000)),
                new PacsSettings.Deadlines(
                        tree.duration("backfill.responseTimeout", "60s"),
                        tree.duration("backfill.retryPause", "30s"),
                        tree.duration("backfill.askAgainAfter", "12h")));
    }

    private Optional<Hours> hours() {
        Optional<String> text = tree.optional("backfill.hours");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = HOURS.matcher(text.get());
        if (!matcher.matches() || matcher.group(1).equals(matcher.group(3))) {
            tree.problem("backfill.hours", text.get(), "must be hours such as 20:00-06:00");
            return Optional.empty();
        }
        return Optional.of(new Hours(LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(3))));
    }

    private List<Archive> archives() {
        List<Archive> archives = new ArrayList<>();
        for (String each : tree.elements("pacs", EXAMPLE)) {
            String host = tree.text(each + ".host", "", NetworkReader.HOST, NetworkReader.HOST_RULE);
            int port = tree.integer(each + ".port", 104, 1, NetworkReader.MAX_PORT);
            PacsSettings.OwnTitles own = new PacsSettings.OwnTitles(own(each + ".callAs"), own(each + ".moveTo"));
            Retrieve retrieve = word(Retrieve.class, each + ".retrieve", "get", "move");
            Level level = word(Level.class, each + ".level", "image", "series");
            ModalityKey modalityKey = word(ModalityKey.class, each + ".modalitiesInStudy", "auto", "yes", "no");
            boolean fetchesUndecided = tree.flag(each + ".fetchUndecided", false);
            Optional<TlsClient> tls = NetworkReader.tls(tree, each, dicom);
            Optional<AeTitle> title =
                    AeTitle.read(tree.text(each + ".aeTitle", "", NetworkReader.AE_TITLE, NetworkReader.AE_TITLE_RULE));
            if (title.isPresent()
                    && archives.stream().anyMatch(other -> title(other).equals(title.get()))) {
                tree.problem(each + ".aeTitle", title.get().value(), "is written twice");
            }
            title.ifPresent(aeTitle -> archives.add(new Archive(
                    new Requestor.Remote(aeTitle, host, port, tls),
                    own,
                    retrieve,
                    level,
                    modalityKey,
                    fetchesUndecided)));
        }
        return archives;
    }

    private static AeTitle title(Archive archive) {
        return archive.remote().aeTitle();
    }

    private AeTitle own(String key) {
        return new AeTitle(
                tree.text(key, dicom.aeTitle().value(), NetworkReader.AE_TITLE, NetworkReader.AE_TITLE_RULE));
    }

    private <E extends Enum<E>> E word(Class<E> type, String key, String... words) {
        return Enum.valueOf(type, tree.word(key, words).toUpperCase(java.util.Locale.ROOT));
    }
}
