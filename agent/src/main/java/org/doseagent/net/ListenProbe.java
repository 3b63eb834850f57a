package org.doseagent.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Checks whether an address can be listened on, without keeping it. */
public final class ListenProbe {

    private ListenProbe() {}

    /** Returns why the address cannot be listened on; empty when it can. Port 0 always can. */
    public static Optional<String> obstacle(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
