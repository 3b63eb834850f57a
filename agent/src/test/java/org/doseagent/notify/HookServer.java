package org.doseagent.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A real receiver of webhooks on loopback: answers with scripted codes and keeps what came. */
final class HookServer implements AutoCloseable {

    /** What came. */
    record Call(String method, Headers headers, byte[] body) {}

    private final HttpServer server;
    private final String scheme;
    final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    volatile String retryAfter = "";

    static HookServer http() throws IOException {
        return new HookServer(HttpServer.create(loopback(), 0), "http");
    }

    static HookServer https(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new HookServer(server, "https");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private HookServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/alerts", exchange -> {
            try (InputStream in = exchange.getRequestBody()) {
                calls.add(new Call(exchange.getRequestMethod(), exchange.getRequestHeaders(), in.readNBytes(1 << 22)));
            }
            Integer scripted = answers.poll();
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(scripted == null ? 204 : scripted, -1);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + "/alerts");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
