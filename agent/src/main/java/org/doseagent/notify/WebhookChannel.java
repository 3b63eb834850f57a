package org.doseagent.notify;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.store.outbox.Delivery;

/**
 * POSTs each message as {@code dose-alert/1} with {@code Idempotency-Key}, and {@code Dose-Agent-Signature: sha256=HEX} (HMAC of the body)
 * where a secret is set. 2xx and 409 mean that the receiver has it; 401, 403, 408, 425, 429 and 5xx are tried again; every other answer is
 * a refusal.
 */
public final class WebhookChannel implements Channel {

    /** The maximum wait that a receiver can request. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(6);

    /** Address and credentials. {@code timeout} applies to the connection, and again to the whole answer. */
    public record Settings(URI url, Optional<String> bearerToken, Optional<String> secret, Duration timeout) {

        private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

        /** Refuses a url that is neither https nor http on loopback. */
        public Settings {
            boolean isLoopback = "http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(url.getHost());
            if (!"https".equalsIgnoreCase(url.getScheme()) && !isLoopback) {
                throw new IllegalArgumentException("notify.webhook.url must be https, or http on loopback");
            }
        }
    }

    private final Settings settings;
    private final HttpClient client;

    /** Takes the trust and the proxy of the connection. */
    public WebhookChannel(Settings settings, SSLContext tls, ProxySelector proxy) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxy)
                .build();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Delivery deliver(Message message) {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(message), HttpResponse.BodyHandlers.discarding());
        try {
            // The time-out of the client covers only the headers; the body needs one too.
            return judge(answer.get(settings.timeout().multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Delivery.Later("no answer: " + reason(e), Optional.empty());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Delivery.Later("no answer in time", Optional.empty());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Delivery.Later("interrupted", Optional.empty());
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause instanceof IOException ? cause.getClass().getSimpleName() : "IOException";
    }

    private HttpRequest request(Message message) {
        byte[] body = MessageJson.bytes(message);
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", message.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        settings.bearerToken().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        settings.secret()
                .ifPresent(secret -> request.header("Dose-Agent-Signature", "sha256=" + signature(secret, body)));
        return request.build();
    }

    private static String signature(String secret, byte[] body) {
        return HexFormat.of().formatHex(new KeyedHash(secret.getBytes(StandardCharsets.UTF_8)).ofBytes(body));
    }

    private static Delivery judge(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status / 100 == 2 || status == 409) {
            return new Delivery.Delivered("HTTP " + status);
        }
        // The administrator can correct a wrong token, so pending messages are kept.
        boolean mayPass = status / 100 == 5 || List.of(401, 403, 408, 425, 429).contains(status);
        return mayPass
                ? new Delivery.Later("HTTP " + status, retryAfter(response))
                : new Delivery.Refused("HTTP " + status);
    }

    private static Optional<Duration> retryAfter(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(wait -> wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait);
    }
}
