package org.doseagent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.doseagent.forward.ForwardSettings;
import org.doseagent.intake.CommitmentSettings;
import org.doseagent.intake.IntakeSettings;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.notify.NotifySettings;
import org.doseagent.pacs.PacsSettings;
import org.doseagent.release.ReleaseSettings;
import org.doseagent.repository.RepositorySettings;
import org.doseagent.review.ReviewSettings;
import org.doseagent.store.StoreSettings;

/**
 * The validated configuration: the settings record of each room. {@code config/agent.yaml} documents each key. Paths are absolute.
 */
public record Settings(
        StoreSettings store,
        Network network,
        IntakeSettings intake,
        LevelFiles levels,
        ReviewSettings review,
        ReleaseSettings release,
        ForwardSettings forward,
        NotifySettings notification) {

    /** Returns the settings of another site that shares the database. */
    public Settings ofSite(String id) {
        return new Settings(store.ofSite(id), network, intake, levels, review, release, forward, notification);
    }

    /** Returns these settings with other files of levels. */
    public Settings withLevels(LevelFiles other) {
        return new Settings(store, network, intake, other, review, release, forward, notification);
    }

    /**
     * The addresses on which the agent listens, and the addresses that it calls.
     *
     * @param pacs the PACS of the site, and how their history is fetched
     * @param repository the receiving side of releases, of {@code repository run}
     * @param commitment who may ask for storage commitment
     */
    public record Network(
            AcceptorSettings dicom,
            Http http,
            PacsSettings pacs,
            RepositorySettings repository,
            CommitmentSettings commitment) {}

    /** The health page; port 0 is any free port. */
    public record Http(boolean enabled, String host, int port, int maxScanners) {}

    /**
     * The files of categories, mapping, sets of reference levels, rule packs and the tripwire.
     *
     * @param choice how the country chose the sets, in words; empty where the configuration names all of them
     */
    public record LevelFiles(
            Path categories,
            List<Path> mapping,
            List<Path> sets,
            List<Path> rules,
            Path tripwire,
            Optional<String> choice) {
        public LevelFiles {
            mapping = List.copyOf(mapping);
            sets = List.copyOf(sets);
            rules = List.copyOf(rules);
        }
    }
}
