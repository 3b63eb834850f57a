package org.doseagent.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileLock;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.daemon.threads.AgentThreads;
import org.doseagent.daemon.threads.Supervisor;
import org.doseagent.report.page.ResultsPage;
import org.doseagent.repository.Enrolment;
import org.doseagent.repository.Publisher;
import org.doseagent.repository.Receiver;
import org.doseagent.repository.RepositoryServer;
import org.doseagent.repository.RepositorySettings;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.repository.RepositoryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objects of a repository, which the command line and its daemon share. Thread-safe. Close it. */
@SuppressWarnings("FutureReturnValueIgnored") // the supervisor catches and counts what a task throws
public final class RepositoryHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryHost.class);

    private final Clock clock;
    private final RepositorySettings settings;
    private final DataDirectory directory;
    private final Lazy<RepositoryStore> store;
    private final Lazy<Signer> signer = Lazy.of(this::readSigner);

    private RepositoryHost(RepositorySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        directory = new DataDirectory(settings.folder());
        store = Lazy.of(() -> new RepositoryStore(settings.folder()));
    }

    /** Returns the repository of these settings. Makes no file: each object is built when it is used. */
    public static RepositoryHost open(RepositorySettings settings) {
        return open(settings, Clock.systemUTC());
    }

    /** The same at another time. */
    public static RepositoryHost open(RepositorySettings settings, Clock clock) {
        return new RepositoryHost(settings, clock);
    }

    private Signer readSigner() {
        return new Signer(directory.signingKeys(new SecureRandom()));
    }

    public RepositoryStore store() {
        return store.get();
    }

    public Enrolment enrolment() {
        return new Enrolment(store(), settings, clock);
    }

    public Receiver receiver() {
        return new Receiver(store(), settings, clock);
    }

    public Publisher publisher() {
        return new Publisher(store(), settings, new Publisher.Means(signer.get(), clock, ResultsPage::pages));
    }

    /** Returns the key that signs what is published, in base64; hospitals have it in {@code benchmark.publicKeys}. */
    public String publicKey() {
        return signer.get().publicKey();
    }

    /**
     * Starts the server and the timer.
     *
     * @throws IOException if the address cannot be bound, or the certificate cannot be read
     * @throws IllegalStateException if another process serves this folder, or the store was changed
     */
    public Running start() throws IOException {
        directory.make();
        FileLock lock = directory
                .lock()
                .orElseThrow(() -> new IllegalStateException(
                        "another repository runs on the folder " + settings.folder() + "; stop it"));
        try {
            store().prepareToWrite();
            store().firstBroken().ifPresent(id -> {
                throw new IllegalStateException(
                        "repository.db was changed; the first release that breaks its hash chain is " + id
                                + ". Put back a backup");
            });
            return new Running(lock);
        } catch (IOException | RuntimeException e) {
            DataDirectory.release(lock);
            throw e;
        }
    }

    /** The running repository. */
    public final class Running implements AutoCloseable {

        private final FileLock lock;
        private final Supervisor supervisor = new Supervisor();
        private final RepositoryServer server;
        private final ScheduledExecutorService timer;

        private Running(FileLock lock) throws IOException {
            this.lock = lock;
            server = new RepositoryServer(
                    settings,
                    new RepositoryServer.Service(store(), receiver(), enrolment(), publicKey()),
                    new AgentThreads("repository", true, supervisor));
            timer = Executors.newSingleThreadScheduledExecutor(new AgentThreads("publish", true, supervisor));
            long every = settings.rules().publishEvery().toSeconds();
            Publisher publisher = publisher();
            timer.scheduleWithFixedDelay(
                    supervisor.task(
                            "publish", "publish", () -> LOG.info("event=publish outcome={}", publisher.publish())),
                    every,
                    every,
                    TimeUnit.SECONDS);
        }

        public InetSocketAddress address() {
            return server.address();
        }

        /** Returns the thread that closes the repository when the process ends, and then runs {@code last}. */
        public Thread stopper(Runnable last) {
            return new AgentThreads("stop", false, supervisor).newThread(() -> {
                try {
                    close();
                } finally {
                    last.run();
                }
            });
        }

        @Override
        public void close() {
            supervisor.stop();
            server.close();
            timer.shutdownNow();
            RepositoryHost.this.close();
            DataDirectory.release(lock);
        }
    }

    @Override
    public void close() {
        store.ifBuilt(RepositoryStore::close);
    }
}
