package org.doseagent.forward;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.doseagent.aggregate.render.Rendering;

/**
 * The address and access of the repository.
 *
 * @param url https URL of the collection; the submission id is appended as the last path segment
 * @param format the format of a release
 * @param proxy the proxy on the way
 * @param connectTimeout for the connection
 * @param answerTimeout for the whole answer, its body too
 */
public record Endpoint(
        URI url,
        Rendering format,
        Optional<String> bearerToken,
        ProxyRoute proxy,
        Duration connectTimeout,
        Duration answerTimeout) {

    /** Throws {@link IllegalArgumentException} if {@code url} is not an https URL. */
    public Endpoint {
        if (!"https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("forward.url must be https, was " + url.getScheme());
        }
    }

    URI of(Submission submission) {
        String path = url.toString();
        return URI.create((path.endsWith("/") ? path : path + "/") + submission.submissionId());
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "Endpoint[" + url + ", " + format + "]";
    }
}
