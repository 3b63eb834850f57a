package org.doseagent.pacs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.doseagent.net.calling.ArchiveClient;
import org.doseagent.net.calling.Requestor;

/**
 * Whether a PACS answers, and what it offers.
 *
 * @param services of Query/Retrieve that it accepts
 * @param problem why its history cannot be fetched; empty where it can
 */
public record ArchiveAnswer(
        Requestor.Remote remote, boolean answers, List<ArchiveClient.Service> services, Optional<String> problem) {

    /** Sends a C-ECHO and proposes the services of Query/Retrieve. */
    public static ArchiveAnswer of(PacsSettings settings, PacsSettings.Archive archive) {
        try (ArchiveClient client = ArchiveClient.connect(settings.calling(archive), settings.limits())) {
            int status = client.echo();
            return new ArchiveAnswer(
                    archive.remote(), status == 0, client.services(), problem(archive, status, client.services()));
        } catch (IOException e) {
            return new ArchiveAnswer(archive.remote(), false, List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Optional<String> problem(
            PacsSettings.Archive archive, int status, List<ArchiveClient.Service> services) {
        if (status != 0) {
            return Optional.of("it answers C-ECHO with a failure; look at its log");
        }
        if (!services.contains(ArchiveClient.Service.FIND)) {
            return Optional.of("it does not accept Study Root C-FIND");
        }
        ArchiveClient.Service needed = archive.retrieve() == PacsSettings.Retrieve.GET
                ? ArchiveClient.Service.GET
                : ArchiveClient.Service.MOVE;
        return services.contains(needed)
                ? Optional.empty()
                : Optional.of("it does not accept Study Root C-" + needed + "; see the key retrieve");
    }
}
