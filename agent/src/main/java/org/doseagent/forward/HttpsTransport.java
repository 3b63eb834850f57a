package org.doseagent.forward;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * PUTs each submission to {@code url/submissionId}. 2xx, 303 and 409 mean that the repository has it; 408, 425, 429 and 5xx are tried
 * again; every other answer is a refusal.
 */
public final class HttpsTransport implements Transport {

    /** How long the repository may take to answer. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    /** The longest Retry-After that is honoured; a repository cannot put the outbox to sleep for a year. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    private final URI base;
    private final Optional<String> bearerToken;
    private final HttpClient client;

    /**
     * @param base https URL of the collection; the submission id is appended as the last path segment
     * @param proxy system or configured proxy; empty connects directly
     * @throws IllegalArgumentException if {@code base} is not an https URL
     */
    public HttpsTransport(URI base, Optional<String> bearerToken, SSLContext tls, Optional<ProxySelector> proxy) {
        if (!"https".equalsIgnoreCase(base.getScheme())) {
            throw new IllegalArgumentException("forward.url must be https, was " + base.getScheme());
        }
        this.base = base;
        this.bearerToken = bearerToken;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER);
        proxy.ifPresent(builder::proxy);
        this.client = builder.build();
    }

    @Override
    public Delivery deliver(Submission submission) {
        try {
            return judge(client.send(request(submission), HttpResponse.BodyHandlers.discarding()));
        } catch (IOException e) {
            return new Delivery.Later("no answer: " + e.getClass().getSimpleName(), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.Later("interrupted", Optional.empty());
        }
    }

    private HttpRequest request(Submission submission) {
        String path = base.toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create((path.endsWith("/") ? path : path + "/") + submission.submissionId()))
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(submission.json()));
        bearerToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request.build();
    }

    private static Delivery judge(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status / 100 == 2 || status == 303 || status == 409) {
            return new Delivery.Delivered("HTTP " + status);
        }
        if (status / 100 == 5 || status == 408 || status == 425 || status == 429) {
            return new Delivery.Later("HTTP " + status, retryAfter(response));
        }
        return new Delivery.Refused("HTTP " + status);
    }

    private static Optional<Duration> retryAfter(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(wait -> wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait);
    }
}
