package org.doseagent.forward;

import java.time.Clock;
import java.util.Optional;
import org.doseagent.aggregate.render.PayloadSchema;

/**
 * The way to the repository that the settings name.
 *
 * @param transport checks each payload against the published schema first
 * @param tls the certificates in the settings
 * @param probe looks whether the repository is there; empty for a folder
 */
public record RepositoryAccess(Transport transport, RepositoryTls tls, Optional<RepositoryProbe> probe) {

    public static RepositoryAccess of(ForwardSettings settings, Clock clock) {
        RepositoryTls tls = settings.tls();
        Transport transport = settings.endpoint()
                .<Transport>map(called -> new HttpsTransport(called, tls, clock))
                .orElseGet(() -> new FolderTransport(settings.folder(), settings.format()));
        return new RepositoryAccess(
                new CheckedTransport(transport, PayloadSchema::shipped),
                tls,
                settings.endpoint().map(called -> new RepositoryProbe(called, tls, clock)));
    }
}
