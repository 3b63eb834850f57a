package org.doseagent.forward;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Checks whether the repository can be reached, by a HEAD request without body and token. */
public final class RepositoryProbe {

    /**
     * The result of a probe.
     *
     * @param problem why the repository cannot be reached; empty when it answered with any status
     * @param certificateEnd when its certificate ends
     * @param clockOffset how far its clock is ahead of ours; empty when the answer has no date
     */
    public record ProbeResult(
            Optional<String> problem, Optional<Instant> certificateEnd, Optional<Duration> clockOffset) {}

    private final Endpoint endpoint;
    private final RepositoryTls tls;
    private final Clock clock;

    public RepositoryProbe(Endpoint endpoint, RepositoryTls tls, Clock clock) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.clock = clock;
    }

    /** Sends one request, within the time-outs of the endpoint. */
    public ProbeResult look() {
        HttpRequest head = HttpRequest.newBuilder(endpoint.url())
                .timeout(endpoint.answerTimeout())
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            RepositoryClient.Reply reply = new RepositoryClient(endpoint, tls).exchange(head);
            Optional<Duration> offset = reply.headers()
                    .firstValue("Date")
                    .flatMap(RetryAfter::date)
                    .map(theirs -> Duration.between(clock.instant(), theirs));
            return new ProbeResult(Optional.empty(), reply.certificateEnd(), offset);
        } catch (IOException e) {
            return new ProbeResult(Optional.of(String.valueOf(e.getMessage())), Optional.empty(), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProbeResult(Optional.of("interrupted"), Optional.empty(), Optional.empty());
        }
    }
}
