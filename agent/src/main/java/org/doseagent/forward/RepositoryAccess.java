package org.doseagent.forward;

import java.time.Clock;
import java.util.Optional;
import org.doseagent.aggregate.render.PayloadSchema;

/**
 * Access to the configured repository.
 *
 * @param transport checks each payload against the published schema first
 * @param tls the certificates in the settings
 * @param probe checks whether the repository answers; empty for a folder
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
