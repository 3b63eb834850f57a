package org.doseagent.forward;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Clock;
import java.util.Optional;
import org.doseagent.aggregate.render.PayloadSchema;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.config.Settings;

/**
 * The way to the repository that the settings name.
 *
 * @param transport checks each payload against the published schema first
 * @param tls the certificates in the settings
 * @param probe looks whether the repository is there; empty for a folder
 */
public record RepositoryAccess(Transport transport, RepositoryTls tls, Optional<RepositoryProbe> probe) {

    public static RepositoryAccess of(Settings.Forward settings, Clock clock) {
        RepositoryTls tls = tls(settings.tls());
        Rendering format = Rendering.named(settings.format()).orElseThrow();
        Optional<Endpoint> endpoint = settings.transport().equals("https")
                ? settings.url()
                        .map(url -> new Endpoint(
                                url,
                                format,
                                settings.bearerToken(),
                                proxy(settings.proxy()),
                                settings.connectTimeout(),
                                settings.answerTimeout()))
                : Optional.empty();
        Transport transport = endpoint.<Transport>map(called -> new HttpsTransport(called, tls, clock))
                .orElseGet(() -> new FolderTransport(settings.folder(), format));
        return new RepositoryAccess(
                new CheckedTransport(transport, PayloadSchema::shipped),
                tls,
                endpoint.map(called -> new RepositoryProbe(called, tls, clock)));
    }

    private static RepositoryTls tls(Settings.Tls settings) {
        return new RepositoryTls(
                settings.keyStore()
                        .map(file -> new RepositoryTls.Store(
                                file, settings.keyStorePassword().orElse(""))),
                settings.trustStore()
                        .map(file -> new RepositoryTls.Store(
                                file, settings.trustStorePassword().orElse(""))));
    }

    private static Optional<ProxySelector> proxy(String proxy) {
        int colon = proxy.indexOf(':');
        if (colon > 0) {
            return Optional.of(ProxySelector.of(InetSocketAddress.createUnresolved(
                    proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)))));
        }
        return proxy.equals("system") ? Optional.ofNullable(ProxySelector.getDefault()) : Optional.empty();
    }
}
