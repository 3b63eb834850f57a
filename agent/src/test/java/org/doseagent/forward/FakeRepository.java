package org.doseagent.forward;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.doseagent.aggregate.render.Rendering;

/** A repository behind real TLS on loopback: stores by submission id, answers as scripted, else 201, and 409 for what it has. */
final class FakeRepository implements AutoCloseable {

    /** What the next answer is; {@code stores} before it is given, or not at all. */
    record Answer(int status, boolean stores, Fault fault) {}

    enum Fault {
        NONE,
        /** Ends the connection in the middle of the body. */
        CLOSES_MID_ANSWER,
        /** Sends no answer. */
        SILENT,
        /** Sends the head, and of the body one byte. */
        STALLS_MID_ANSWER
    }

    private final HttpsServer server;
    private final Path folder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
    /** By path; a second PUT of the same path never changes it. */
    final Map<String, byte[]> stored = new ConcurrentHashMap<>();

    final Deque<String> authorizations = new ConcurrentLinkedDeque<>();
    final Deque<String> contentTypes = new ConcurrentLinkedDeque<>();
    volatile String retryAfter = "";
    volatile String body = "";

    FakeRepository(Path folder) throws Exception {
        this(folder, false);
    }

    FakeRepository(Path folder, boolean asksForCertificate) throws Exception {
        this.folder = folder;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext context = context();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(asksForCertificate);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/aggregates", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private static SSLContext context() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(TestCertificates.only("server", true), TestCertificates.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authority = TestCertificates.only("authority", false);
        trust.init(authority);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Answers with this status; stores the submission when the status is a success. */
    void answers(int status) {
        answers.add(new Answer(status, status / 100 == 2, Fault.NONE));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] sent;
        try (InputStream in = exchange.getRequestBody()) {
            sent = in.readNBytes(1 << 20);
        }
        authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse(""));
        contentTypes.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse(""));
        Answer scripted = answers.poll();
        String path = exchange.getRequestURI().getPath();
        Answer given = scripted != null ? scripted : new Answer(stored.containsKey(path) ? 409 : 201, true, Fault.NONE);
        if (given.stores() && exchange.getRequestMethod().equals("PUT")) {
            byte[] before = stored.putIfAbsent(path, sent);
            if (before != null && !Arrays.equals(before, sent)) {
                throw new IOException("other bytes under the same submission id");
            }
        }
        reply(exchange, given);
    }

    private void reply(HttpExchange exchange, Answer answer) throws IOException {
        byte[] words = body.getBytes(StandardCharsets.UTF_8);
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        switch (answer.fault()) {
            case NONE -> {
                boolean isEmpty =
                        words.length == 0 || exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(answer.status(), isEmpty ? -1 : words.length);
                if (!isEmpty) {
                    exchange.getResponseBody().write(words);
                }
                exchange.close();
            }
            case SILENT -> await();
            case CLOSES_MID_ANSWER, STALLS_MID_ANSWER -> {
                exchange.sendResponseHeaders(answer.status(), 100);
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                if (answer.fault() == Fault.STALLS_MID_ANSWER) {
                    await();
                }
                exchange.close();
            }
        }
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    URI url() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/aggregates");
    }

    Endpoint endpoint() {
        return endpoint(Rendering.JSON, Duration.ofSeconds(20));
    }

    Endpoint endpoint(Rendering format, Duration answerTimeout) {
        return new Endpoint(
                url(), format, Optional.of("secret-token"), ProxyRoute.NONE, Duration.ofSeconds(5), answerTimeout);
    }

    /** What a client uses that trusts the authority of this repository and shows no certificate. */
    RepositoryTls tls() throws IOException, GeneralSecurityException {
        Path authority = TestCertificates.pem(folder, "authority");
        return new RepositoryTls(Optional.empty(), Optional.of(new RepositoryTls.Store(authority, "")));
    }

    /** The same, showing the certificate with this name. */
    RepositoryTls tls(String client) throws IOException, GeneralSecurityException {
        return new RepositoryTls(
                Optional.of(
                        new RepositoryTls.Store(TestCertificates.keyStore(folder, client), TestCertificates.PASSWORD)),
                Optional.of(new RepositoryTls.Store(TestCertificates.pem(folder, "authority"), "")));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
