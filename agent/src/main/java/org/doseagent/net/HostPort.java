package org.doseagent.net;

import java.net.InetSocketAddress;

/** How an address and its port are printed. */
public final class HostPort {

    private HostPort() {}

    /** Returns {@code host:port}; an IPv6 address is in brackets (RFC 3986 3.2.2), because it has colons of its own. */
    public static String text(String host, int port) {
        return (host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]") + ":" + port;
    }

    /** Returns the numeric address and the port. */
    public static String text(InetSocketAddress address) {
        return text(address.getAddress().getHostAddress(), address.getPort());
    }
}
