package org.doseagent.repository;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doseagent.store.StoreException;
import org.doseagent.store.repository.RepositoryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire of the repository: PUT of releases, POST about facilities, GET of what is published. Every request is bounded in bytes and in time, and
 * few documents are checked at the same time. Starts in its constructor; close it.
 */
public final class RepositoryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryServer.class);

    private static final Pattern SUBMISSION =
            Pattern.compile("/v1/submissions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final Pattern BENCHMARK = Pattern.compile("/v1/benchmarks/(\\d{4})");
    private static final String FACILITIES = "/v1/facilities";
    private static final List<String> LANGUAGES = List.of("en", "de", "fr");

    private static final int BACKLOG = 128;
    private static final long IDLE_SECONDS = 30;
    private static final int RETRY_SECONDS = 60;
    private static final int A_DAY_SECONDS = 86_400;

    private final RepositorySettings settings;
    private final Service service;
    private final Published published;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService deadlines;
    private final Semaphore checks;
    private final HourlyLimit enrolments;

    /**
     * What answers.
     *
     * @param publicKey of the repository, in base64
     */
    public record Service(RepositoryStore store, Receiver receiver, Enrolment enrolment, String publicKey) {}

    /**
     * Binds and starts.
     *
     * @throws IOException if the address cannot be bound, or the certificate cannot be read
     */
    public RepositoryServer(RepositorySettings settings, Service service, ThreadFactory factory) throws IOException {
        this.settings = settings;
        this.service = service;
        this.published = new Published(service.store());
        this.checks = new Semaphore(settings.limits().maxChecks());
        this.enrolments = new HourlyLimit(settings.rules().maxEnrolmentsPerHour());
        int connections = settings.limits().maxConnections();
        threads = new ThreadPoolExecutor(
                connections,
                connections,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(connections),
                factory);
        threads.allowCoreThreadTimeOut(true);
        deadlines = Executors.newSingleThreadScheduledExecutor(factory);
        server = ServerSocketMaker.make(settings, BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        ScheduledFuture<?> deadline = deadlines.schedule(
                exchange::close, settings.limits().requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        try (exchange) {
            Response response = route(exchange);
            exchange.getResponseHeaders().set("Content-Type", response.type());
            response.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            boolean hasBody =
                    response.body().length > 0 && !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), hasBody ? response.body().length : -1);
            if (hasBody) {
                exchange.getResponseBody().write(response.body());
            }
        } finally {
            deadline.cancel(false);
        }
    }

    private Response route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        try {
            Matcher submission = SUBMISSION.matcher(path);
            if (submission.matches()) {
                return method.equals("PUT")
                        ? received(exchange, body -> service.receiver().put(submission.group(1), body))
                        : Response.onlyMethod("PUT");
            }
            if (path.equals(FACILITIES)) {
                return !method.equals("POST")
                        ? Response.onlyMethod("POST")
                        : enrolments.isWithin(System.nanoTime())
                                ? received(exchange, service.enrolment()::take)
                                : Response.later(429, "too many requests about facilities", RETRY_SECONDS);
            }
            if (!method.equals("GET") && !method.equals("HEAD")) {
                return Response.onlyMethod("GET, HEAD");
            }
            return read(exchange, path);
        } catch (StoreException e) {
            LOG.error("event=store-failed reason=\"{}\"", e.getMessage());
            return Response.later(503, "the store of the repository failed", RETRY_SECONDS);
        } catch (RuntimeException e) {
            LOG.error("event=request-failed", e);
            return Response.later(500, "the repository failed", RETRY_SECONDS);
        }
    }

    private Response received(HttpExchange exchange, Function<byte[], Reply> take) throws IOException {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        if (!type.matches("application/json(;.*)?")) {
            return Response.refusal(new Reply(415, "Content-Type must be application/json"));
        }
        int most = settings.limits().maxBytes();
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(most + 1);
        }
        if (body.length > most) {
            return Response.refusal(new Reply(413, "larger than " + most + " bytes"));
        }
        if (Files.getFileStore(settings.folder()).getUsableSpace()
                < settings.limits().minFreeDisk()) {
            return Response.later(503, "the disk of the repository is full", RETRY_SECONDS);
        }
        return checked(body, take);
    }

    private Response checked(byte[] body, Function<byte[], Reply> take) {
        try {
            if (!checks.tryAcquire(settings.limits().requestTimeout().toMillis() / 2, TimeUnit.MILLISECONDS)) {
                return Response.later(503, "too many releases at once", RETRY_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.later(503, "the repository stops", RETRY_SECONDS);
        }
        try {
            Reply reply = take.apply(body);
            return reply.status() == 429
                    ? Response.later(429, reply.detail(), A_DAY_SECONDS)
                    : reply.status() == 503
                            ? Response.later(503, reply.detail(), RETRY_SECONDS)
                            : reply.isTaken() ? Response.empty(reply.status()) : Response.refusal(reply);
        } finally {
            checks.release();
        }
    }

    private Response read(HttpExchange exchange, String path) {
        Matcher benchmark = BENCHMARK.matcher(path);
        if (benchmark.matches()) {
            int year = Integer.parseInt(benchmark.group(1));
            return service.store().years().contains(year)
                    ? document(Publisher.benchmark(year))
                    : Response.nothingPublished();
        }
        return switch (path) {
            case "/healthz" -> Response.text("ok\n");
            case "/v1/key" ->
                Response.text("-----BEGIN PUBLIC KEY-----\n" + service.publicKey() + "\n-----END PUBLIC KEY-----\n");
            case "/v1/benchmarks/current" ->
                published.newestBenchmark().map(Response::json).orElseGet(Response::nothingPublished);
            case "/v1/results" -> document(Publisher.RESULTS);
            case "/" -> page(preferred(exchange));
            case "/en", "/de", "/fr" -> page(path.substring(1));
            default -> Response.refusal(new Reply(404, "there is nothing here"));
        };
    }

    private Response page(String language) {
        return published
                .document("page-" + language)
                .map(Response::page)
                .orElseGet(() -> Response.text("No results are published yet.\n"));
    }

    private Response document(String name) {
        return published.document(name).map(Response::json).orElseGet(Response::nothingPublished);
    }

    /** Returns the first language of the browser that the page has. */
    private static String preferred(HttpExchange exchange) {
        String accepted = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Language"))
                .orElse("");
        for (String each : accepted.split(",", 10)) {
            String language = each.strip().split("[-;]", 2)[0].toLowerCase(java.util.Locale.ROOT);
            if (LANGUAGES.contains(language)) {
                return language;
            }
        }
        return LANGUAGES.get(0);
    }

    /** Stops taking requests, and lets current ones finish within a second. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
        deadlines.shutdownNow();
    }

    /** An answer, whole. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Response(int status, String type, Map<String, String> headers, byte[] body) {

        private static final String PROBLEM = "application/problem+json";
        private static final String TEXT = "text/plain; charset=utf-8";

        static Response empty(int status) {
            return new Response(status, TEXT, Map.of(), new byte[0]);
        }

        static Response text(String text) {
            return new Response(200, TEXT, Map.of(), text.getBytes(StandardCharsets.UTF_8));
        }

        static Response refusal(Reply reply) {
            return new Response(reply.status(), PROBLEM, Map.of(), ProblemDocument.of(reply));
        }

        static Response later(int status, String detail, int seconds) {
            return new Response(
                    status,
                    PROBLEM,
                    Map.of("Retry-After", Integer.toString(seconds)),
                    ProblemDocument.of(new Reply(status, detail)));
        }

        static Response onlyMethod(String methods) {
            return new Response(
                    405, PROBLEM, Map.of("Allow", methods), ProblemDocument.of(new Reply(405, "only " + methods)));
        }

        static Response json(byte[] document) {
            return new Response(200, "application/json", Map.of(), document);
        }

        static Response nothingPublished() {
            return refusal(new Reply(404, "nothing is published yet"));
        }

        static Response page(byte[] html) {
            Map<String, String> headers = Map.of(
                    "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Vary", "Accept-Language");
            return new Response(200, "text/html; charset=utf-8", headers, html);
        }
    }
}
