package org.doseagent.forward;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;

/** The requests to a repository beside the delivery of releases: fetching percentiles, enrolling and withdrawing. */
public final class RepositoryQuery {

    /** The maximum size of a document of percentiles; the schema allows 10,000 rows. */
    public static final int MAX_BENCHMARK_BYTES = 16 << 20;

    private final RepositoryTls tls;

    public RepositoryQuery(RepositoryTls tls) {
        this.tls = tls;
    }

    /**
     * Returns the document at the URL of the endpoint.
     *
     * @throws IOException if there is no answer in time, the status is not 200, or the document is too large
     */
    public byte[] fetch(Endpoint from) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(from.url())
                .timeout(from.answerTimeout())
                .header("Accept", "application/json")
                .GET()
                .build();
        RepositoryClient.Reply reply = new RepositoryClient(from, tls, MAX_BENCHMARK_BYTES + 1).exchange(request);
        require(reply, reply.status() == 200);
        if (reply.body().length > MAX_BENCHMARK_BYTES) {
            throw new IOException("the document is larger than " + MAX_BENCHMARK_BYTES + " bytes");
        }
        return reply.body();
    }

    /**
     * Posts a document of this facility about itself beside the collection of releases.
     *
     * @throws IOException if there is no answer in time, or the repository refuses it; the message quotes the repository
     */
    public void post(Endpoint collection, byte[] document) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(facilities(collection.url()))
                .timeout(collection.answerTimeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(document))
                .build();
        RepositoryClient.Reply reply = new RepositoryClient(collection, tls).exchange(request);
        require(reply, reply.status() / 100 == 2);
    }

    private static URI facilities(URI collection) {
        return collection.resolve(collection.getPath().endsWith("/") ? "../facilities" : "facilities");
    }

    private static void require(RepositoryClient.Reply reply, boolean isDone) throws IOException {
        if (!isDone) {
            String words = ServerWords.of(reply.body());
            throw new IOException(
                    "the repository answered HTTP " + reply.status() + (words.isEmpty() ? "" : ": " + words));
        }
    }
}
