package org.doseagent.forward;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.doseagent.aggregate.render.Rendering;
import org.doseagent.store.outbox.Delivery;

/**
 * PUTs each submission to {@code url/submissionId}. 2xx and 303 mean that the repository has the release, and so does 409 in our own
 * interface (in mADX it is a refusal). After 408, 425, 429 and 5xx the attempt is repeated. Every other answer is a refusal, with the text
 * of the server.
 */
public final class HttpsTransport implements Transport {

    private final Endpoint endpoint;
    private final RepositoryClient client;
    private final Clock clock;
    private volatile Optional<Instant> certificateEnd = Optional.empty();

    public HttpsTransport(Endpoint endpoint, RepositoryTls tls, Clock clock) {
        this.endpoint = endpoint;
        this.client = new RepositoryClient(endpoint, tls);
        this.clock = clock;
    }

    @Override
    public Delivery deliver(Submission submission) {
        try {
            RepositoryClient.Reply reply = client.exchange(request(submission));
            certificateEnd = reply.certificateEnd();
            return judge(reply);
        } catch (IOException e) {
            return new Delivery.Later("no answer: " + e.getMessage(), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.Later("interrupted", Optional.empty());
        }
    }

    @Override
    public Optional<Instant> serverCertificateEnd() {
        return certificateEnd;
    }

    private HttpRequest request(Submission submission) {
        byte[] body = endpoint.format().render(submission.json());
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.of(submission))
                .timeout(endpoint.answerTimeout())
                .header("Content-Type", endpoint.format().mediaType())
                .header("Accept", "application/json, application/problem+json, application/fhir+json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        endpoint.bearerToken().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request.build();
    }

    private Delivery judge(RepositoryClient.Reply reply) {
        int status = reply.status();
        boolean isDuplicate = status == 409 && endpoint.format() == Rendering.JSON;
        if (status / 100 == 2 || status == 303 || isDuplicate) {
            return new Delivery.Delivered("HTTP " + status);
        }
        String words = ServerWords.of(reply.body());
        String reason = "HTTP " + status + (words.isEmpty() ? "" : ": " + words);
        return status / 100 == 5 || status == 408 || status == 425 || status == 429
                ? new Delivery.Later(reason, RetryAfter.of(reply.headers(), clock.instant()))
                : new Delivery.Refused(reason);
    }
}
