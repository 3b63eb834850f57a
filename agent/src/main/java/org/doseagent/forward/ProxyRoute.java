package org.doseagent.forward;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.Optional;

/** The proxy for the repository: {@code system} (the proxy that Java is configured with), {@code none}, or {@code host:port} of a proxy. */
public record ProxyRoute(String text) {

    public static final ProxyRoute SYSTEM = new ProxyRoute("system");
    public static final ProxyRoute NONE = new ProxyRoute("none");

    /** Returns the selector of the proxy; empty for a direct connection. */
    Optional<ProxySelector> selector() {
        int colon = text.indexOf(':');
        if (colon > 0) {
            return Optional.of(ProxySelector.of(InetSocketAddress.createUnresolved(
                    text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)))));
        }
        return equals(SYSTEM) ? Optional.ofNullable(ProxySelector.getDefault()) : Optional.empty();
    }
}
