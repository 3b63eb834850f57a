package org.doseagent.pacs;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import org.doseagent.net.calling.ArchiveClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The association with one PACS, opened when it is needed, and opened again after it was lost. An operation may therefore run more than once.
 * Confined to one thread.
 */
final class ArchiveSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveSession.class);

    /** A longer pause releases the association, because a PACS closes idle ones. */
    private static final Duration KEPT_IDLE = Duration.ofSeconds(10);

    private final PacsSettings settings;
    private final PacsSettings.Archive archive;
    private final Pause pause;
    private @Nullable ArchiveClient client;
    private boolean wasConnected;

    /** What is done on the association. */
    interface Operation<T> {
        T run(ArchiveClient client) throws IOException;
    }

    ArchiveSession(PacsSettings settings, PacsSettings.Archive archive, Pause pause) {
        this.settings = settings;
        this.archive = archive;
        this.pause = pause;
    }

    PacsSettings.Archive archive() {
        return archive;
    }

    PacsSettings settings() {
        return settings;
    }

    /**
     * Runs an operation; where the association is lost, again on a new one.
     *
     * @throws IOException if the PACS was never reached, or all attempts failed; the cause of the last one
     */
    <T> T run(Operation<T> operation) throws IOException, InterruptedException {
        int attempt = 0;
        while (true) {
            try {
                return operation.run(client());
            } catch (ProtocolException e) {
                throw e; // the PACS will not learn it
            } catch (IOException e) {
                drop();
                if (!wasConnected || attempt >= settings.retries().connections()) {
                    throw e;
                }
                attempt++;
                LOG.warn(
                        "event=pacs-association-lost pacs={} attempt={} reason=\"{}\"",
                        archive.remote().aeTitle().value(),
                        attempt,
                        e.getMessage());
                pause.await(settings.deadlines().retryPause());
            }
        }
    }

    private ArchiveClient client() throws IOException {
        if (client == null) {
            client = ArchiveClient.connect(settings.calling(archive), settings.limits());
            wasConnected = true;
        }
        return client;
    }

    /** Waits; the association is not kept through a long pause. */
    void rest(Duration duration) throws InterruptedException {
        if (duration.compareTo(KEPT_IDLE) > 0) {
            close();
        }
        pause.await(duration);
    }

    private void drop() {
        ArchiveClient lost = client;
        client = null;
        if (lost == null) {
            return;
        }
        try {
            lost.close();
        } catch (IOException e) {
            LOG.debug("event=pacs-close-failed error={}", e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        drop();
    }
}
