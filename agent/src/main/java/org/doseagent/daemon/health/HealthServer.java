package org.doseagent.daemon.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The pages of hospital IT: {@code /healthz} (the process works), {@code /readyz} (it accepts associations), {@code /metrics}. Answers GET
 * and HEAD, contains no patient data, and binds to loopback unless configured otherwise.
 */
public final class HealthServer implements AutoCloseable {

    /** Maximum number of connections that wait to be accepted. */
    private static final int BACKLOG = 64;

    /** How long a request may take to arrive, and an answer to be read, in seconds: a peer that sends half a request is disconnected. */
    private static final int MAX_SECONDS = 5;

    /** The server of the JDK reads these properties when its first instance is created. */
    private static final Map<String, Integer> SERVER_LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", MAX_SECONDS,
            "sun.net.httpserver.maxRspTime", MAX_SECONDS,
            "sun.net.httpserver.idleInterval", MAX_SECONDS,
            "jdk.httpserver.maxConnections", 128);

    /** The checks behind the pages: each returns the problem in one line, or nothing. */
    public record Checks(Supplier<Optional<String>> health, Supplier<Optional<String>> ready) {}

    private final HttpServer server;

    /**
     * Binds and starts.
     *
     * @throws IOException if the address cannot be bound
     */
    public HealthServer(InetSocketAddress address, Executor executor, Checks checks, Metrics metrics)
            throws IOException {
        SERVER_LIMITS.forEach(HealthServer::setUnlessSet);
        server = HttpServer.create(address, BACKLOG);
        server.setExecutor(executor);
        server.createContext("/healthz", exchange -> answer(exchange, "/healthz", checks.health()));
        server.createContext("/readyz", exchange -> answer(exchange, "/readyz", checks.ready()));
        server.createContext("/metrics", exchange -> {
            if (isRead(exchange, "/metrics")) {
                send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.page());
            }
        });
        server.createContext("/", exchange -> text(exchange, 404, "not found\n"));
        server.start();
    }

    private static void setUnlessSet(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String path, Supplier<Optional<String>> problem)
            throws IOException {
        if (!isRead(exchange, path)) {
            return;
        }
        Optional<String> wrong = problem.get();
        text(exchange, wrong.isPresent() ? 503 : 200, wrong.orElse("ok") + "\n");
    }

    private static boolean isRead(HttpExchange exchange, String path) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            text(exchange, 404, "not found\n");
            return false;
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            text(exchange, 405, "only GET\n");
            return false;
        }
        return true;
    }

    private static void text(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
