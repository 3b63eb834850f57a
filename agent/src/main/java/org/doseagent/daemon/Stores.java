package org.doseagent.daemon;

import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.doseagent.daemon.threads.Supervisor;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.StoreChecks;
import org.doseagent.store.StoreCopy;
import org.doseagent.store.StoreException;
import org.doseagent.store.StoreSettings;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.ledger.Persons;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.sql.Session;

/**
 * The data directory of an agent, its stores and their connections. Each store is opened when it is used for the first time. Thread-safe.
 * Close it.
 */
public final class Stores implements AutoCloseable {

    private final StoreSettings settings;
    private final Clock clock;
    private final Supervisor supervisor;

    /** Whether statistics are about all sites of a shared database. */
    private final boolean isOfAllSites;

    private final Lazy<DataDirectory> directory = Lazy.of(this::openDirectory);
    private final Lazy<Inbox> inbox = Lazy.of(this::openInbox);
    private final Lazy<Session> session = Lazy.of(this::openSession);
    private final Lazy<DoseStore> doses = Lazy.of(this::openDoses);
    private final Lazy<PartDoses> parts = Lazy.of(this::openParts);
    private final Lazy<ReleaseLedger> ledger = Lazy.of(this::openLedger);
    private final Lazy<Persons> persons = Lazy.of(this::openPersons);

    Stores(StoreSettings settings, boolean isOfAllSites, Supervisor supervisor, Clock clock) {
        this.settings = settings;
        this.isOfAllSites = isOfAllSites;
        this.supervisor = supervisor;
        this.clock = clock;
    }

    /** Creates the data directory and the store, or updates its schema, if needed. */
    void prepareToWrite() {
        directory().make();
        if (!areInSharedDatabase()) {
            directory().holdNativeLibrary();
        }
        doses().prepareToWrite();
    }

    private DataDirectory openDirectory() {
        return new DataDirectory(settings.folder());
    }

    private Inbox openInbox() {
        return new Inbox(directory().folder(), settings.inbox(), doses().received(), supervisor.restarting("inbox"));
    }

    /** Returns whether the agents of a network share one database. */
    public boolean areInSharedDatabase() {
        return settings.database().isPresent();
    }

    /** Tells whether there is anything to read: a store, or received objects from which it can be made anew. */
    public boolean exist() {
        return areInSharedDatabase() || Files.exists(directory().folder().resolve("doses.db")) || inbox().exists();
    }

    private Session openSession() {
        return Session.of(settings);
    }

    /** Each store of a file has a connection of its own; those of a shared database share them, since the server has few. */
    private Session session() {
        directory();
        return session.get();
    }

    private DoseStore openDoses() {
        return new DoseStore(session(), settings.siteId(), clock);
    }

    private PartDoses openParts() {
        return isOfAllSites ? PartDoses.ofAllSites(openSession()) : new PartDoses(openSession(), settings.siteId());
    }

    private ReleaseLedger openLedger() {
        return new ReleaseLedger(
                areInSharedDatabase() ? session() : openSession(), directory().folder(), settings.siteId(), clock);
    }

    private Persons openPersons() {
        return new Persons(areInSharedDatabase() ? session() : openSession(), settings.siteId());
    }

    DataDirectory directory() {
        return directory.get();
    }

    Inbox inbox() {
        return inbox.get();
    }

    DoseStore doses() {
        return doses.get();
    }

    PartDoses parts() {
        return parts.get();
    }

    ReleaseLedger ledger() {
        return ledger.get();
    }

    Persons persons() {
        return persons.get();
    }

    /** Returns whether another process holds the lock of the daemon. */
    boolean isDaemonRunning() {
        Optional<FileLock> lock = directory().lock();
        lock.ifPresent(DataDirectory::release);
        return lock.isEmpty();
    }

    /**
     * Renames a {@code doses.db} that SQLite cannot read, so that it is made anew. Returns its new name; empty where it is intact, or a daemon
     * runs, which has it open.
     */
    public Optional<Path> setAsideIfDamaged() {
        Optional<FileLock> lock = directory().lock();
        try {
            return lock.isPresent() && !areInSharedDatabase()
                    ? StoreChecks.setAsideIfDamaged(directory().folder())
                    : Optional.empty();
        } finally {
            lock.ifPresent(DataDirectory::release);
        }
    }

    /**
     * Copies {@code doses.db} into the database of the settings. Returns the number of rows by table.
     *
     * @throws StoreException if the database has data of this site already, or fails; nothing was copied
     */
    public Map<String, Long> copyToDatabase() {
        return StoreCopy.run(settings, clock);
    }

    void closeInbox() {
        inbox.ifBuilt(Inbox::close);
    }

    @Override
    public void close() {
        // The store that has written is closed last, because only it may merge the log of SQLite into the file.
        parts.ifBuilt(PartDoses::close);
        if (!areInSharedDatabase()) { // else the session is that of the doses
            persons.ifBuilt(Persons::close);
            ledger.ifBuilt(ReleaseLedger::close);
        }
        closeInbox(); // before the store that has its states
        doses.ifBuilt(DoseStore::close);
    }
}
