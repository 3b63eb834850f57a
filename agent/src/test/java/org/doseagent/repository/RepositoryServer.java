package org.doseagent.repository;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.doseagent.forward.RepositoryTls;
import org.doseagent.forward.TestCertificates;

/** A {@link Receiver} behind HTTPS on loopback, with a certificate made for this run. Close it. */
final class RepositoryServer implements AutoCloseable {

    private static final String PATH = "/submissions";
    private static final int MAX_BYTES = 1 << 20;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Receiver receiver;
    private final Path folder;

    RepositoryServer(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        receiver = new Receiver(folder);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(TestCertificates.only("server", true), TestCertificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(PATH, this::answer);
        server.setExecutor(threads);
        server.start();
    }

    Receiver receiver() {
        return receiver;
    }

    URI url() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + PATH);
    }

    /** What a hospital is given, so that it trusts this server. */
    RepositoryTls tls() throws IOException, GeneralSecurityException {
        return new RepositoryTls(
                Optional.empty(), Optional.of(new RepositoryTls.Store(TestCertificates.pem(folder, "authority"), "")));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Receiver.Reply reply = reply(exchange);
            byte[] problem = reply.detail().isEmpty()
                    ? new byte[0]
                    : ("{\"title\":\"not taken\",\"detail\":\"" + reply.detail().replaceAll("[\"\\\\\\p{Cntrl}]", " ")
                                    + "\"}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(reply.status(), problem.length == 0 ? -1 : problem.length);
            exchange.getResponseBody().write(problem);
        }
    }

    private Receiver.Reply reply(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
        String path = exchange.getRequestURI().getPath();
        if (!exchange.getRequestMethod().equals("PUT") || !path.startsWith(PATH + "/")) {
            return new Receiver.Reply(404, "only PUT of a submission");
        }
        if (body.length > MAX_BYTES) {
            return new Receiver.Reply(413, "larger than " + MAX_BYTES + " bytes");
        }
        if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return new Receiver.Reply(415, "only application/json");
        }
        return receiver.put(path.substring(PATH.length() + 1), body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
