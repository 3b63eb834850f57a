package org.doseagent.forward;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLContext;

/** A repository behind real TLS on loopback: answers with scripted status codes and remembers what it stored. */
final class FakeRepository implements AutoCloseable {

    private final HttpsServer server;
    private final SelfSigned certificate;
    final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    final Map<String, byte[]> stored = new LinkedHashMap<>();
    final Deque<String> authorizations = new ArrayDeque<>();
    String retryAfter = "";

    FakeRepository(Path folder) throws Exception {
        certificate = new SelfSigned(folder);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.createContext("/aggregates/", exchange -> {
            byte[] body;
            try (InputStream in = exchange.getRequestBody()) {
                body = in.readNBytes(1 << 20);
            }
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(token == null ? "" : token);
            Integer scripted = answers.poll();
            int status = scripted == null ? 201 : scripted;
            if (status / 100 == 2) {
                stored.put(exchange.getRequestURI().getPath(), body);
            }
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/aggregates");
    }

    /** What a client that trusts only this repository uses. */
    SSLContext clientContext() {
        return certificate.context();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
