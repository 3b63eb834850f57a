package org.doseagent.forward;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** One HTTPS exchange with the repository, bounded in time and size. */
final class RepositoryClient {

    /**
     * The answer.
     *
     * @param body at most as many bytes as the client takes
     * @param certificateEnd when the certificate of the server ends
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(int status, HttpHeaders headers, byte[] body, Optional<Instant> certificateEnd) {}

    private final Endpoint endpoint;
    private final RepositoryTls tls;
    private final int maxBodyBytes;

    /** A client that takes the answer to a delivery, which has no body or a problem document. */
    RepositoryClient(Endpoint endpoint, RepositoryTls tls) {
        this(endpoint, tls, LimitedBody.MAX_BYTES);
    }

    RepositoryClient(Endpoint endpoint, RepositoryTls tls, int maxBodyBytes) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Sends the request and waits for the whole answer.
     *
     * @throws IOException if there is none in time, TLS fails, or its files cannot be read; the message names the cause
     */
    Reply exchange(HttpRequest request) throws IOException, InterruptedException {
        // Each exchange has its own client: there are only a few in a month, and each reads the current certificates.
        HttpClient client = HttpClient.newBuilder()
                .sslContext(tls.context())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(endpoint.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(endpoint.proxy().selector().orElse(HttpClient.Builder.NO_PROXY))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, info -> new LimitedBody(maxBodyBytes));
        Duration longest = endpoint.connectTimeout().plus(endpoint.answerTimeout());
        try {
            return reply(answer.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + longest.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        return new Reply(
                response.statusCode(),
                response.headers(),
                response.body(),
                response.sslSession().flatMap(RepositoryClient::certificateEnd));
    }

    private static Optional<Instant> certificateEnd(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate.getNotAfter().toInstant())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /**
     * The innermost message of TLS names a cause that an administrator can act on, such as an unknown authority or an expired certificate.
     */
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        return message == null ? name : name + ": " + ServerWords.clean(message);
    }
}
