package org.doseagent.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dose.Diagnosis;
import org.doseagent.dose.identity.Sha256;
import org.doseagent.dose.identity.SiteSecret;
import org.doseagent.forward.FolderTransport;
import org.doseagent.intake.Pseudonyms;
import org.doseagent.intake.erasure.Erasures;
import org.doseagent.intake.erasure.PatientRequest;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.FileModes;
import org.doseagent.store.StoreException;
import org.doseagent.store.StoreIdentity;
import org.doseagent.store.StoreIdentity.Fingerprint;
import org.doseagent.store.StoreIdentity.KeyFile;
import org.doseagent.store.StoreSettings;
import org.doseagent.store.alerts.AuditAct;
import org.doseagent.store.backup.Backup;
import org.doseagent.store.backup.BackupFile;
import org.doseagent.store.backup.BackupFolder;
import org.doseagent.store.backup.Manifest;
import org.doseagent.store.backup.Restore;
import org.doseagent.store.erasure.ErasureJournal;
import org.doseagent.store.sql.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds what keeps data safe and what lets them go: keys, backups, retention, erasure. Thread-safe as far as the agent is. */
public final class DataKeeping {

    private static final Logger LOG = LoggerFactory.getLogger(DataKeeping.class);

    /** The name of this program in the audit. */
    private static final String AGENT = "dose-agent";

    private final Agent agent;

    DataKeeping(Agent agent) {
        this.agent = agent;
    }

    private StoreSettings settings() {
        return agent.settings().store();
    }

    private Path folder() {
        return settings().folder();
    }

    /** Gives every file of the data directory its mode, and those of the outbox as far as they are ours. */
    void correctModes() {
        FileModes.correct(folder());
        wrongInOutbox().forEach(FileModes::correctIfOurs);
    }

    private List<Path> wrongInOutbox() {
        return FileModes.wrong(agent.settings().forward().folder(), FolderTransport.PREFIX);
    }

    /** Refuses a store of other keys or of another site; makes and records keys that the store does not need yet. */
    void confirmIdentity() {
        StoreIdentity identity = agent.doses().identity();
        identity.requireSite();
        for (KeyFile key : KeyFile.values()) {
            identity.require(key, fingerprint(key));
        }
        if (!identity.isRecorded()) {
            identity.record(fingerprintsOfAll(), agent.clock().instant());
        }
    }

    /** Takes the present keys for those of the store, because the earlier ones are lost for good. */
    public void acceptKeys(String by) {
        agent.directory().make();
        agent.doses().prepareToWrite();
        agent.doses()
                .identity()
                .accept(
                        fingerprintsOfAll(),
                        new AuditAct(
                                agent.clock().instant(),
                                by,
                                AuditAct.Kind.KEYS_ACCEPTED,
                                "fingerprints of both key files recorded anew"));
    }

    private Map<KeyFile, String> fingerprintsOfAll() {
        Map<KeyFile, String> all = new EnumMap<>(KeyFile.class);
        all.put(KeyFile.SECRET, ofSecret(new SiteSecret(agent.directory().secret(new SecureRandom()))));
        all.put(KeyFile.SIGNING, ofSigner());
        return all;
    }

    private Fingerprint fingerprint(KeyFile key) {
        if (!agent.directory().has(key.file())) {
            return new Fingerprint(Optional.empty());
        }
        return new Fingerprint(Optional.of(
                key == KeyFile.SECRET
                        ? ofSecret(new SiteSecret(agent.directory().secret(new SecureRandom())))
                        : ofSigner()));
    }

    private static String ofSecret(SiteSecret secret) {
        return secret.of(SiteSecret.Purpose.FINGERPRINT).hex(DataDirectory.SECRET_KEY);
    }

    private String ofSigner() {
        return Sha256.hex(
                agent.directory().signingKeys(new SecureRandom()).getPublic().getEncoded());
    }

    /** Returns the secret of the site, if it is that of the store. */
    SiteSecret secret() {
        require(KeyFile.SECRET);
        return new SiteSecret(agent.directory().secret(new SecureRandom()));
    }

    /** Returns what signs releases, if its key is that of the store. */
    Signer signer() {
        require(KeyFile.SIGNING);
        return new Signer(agent.directory().signingKeys(new SecureRandom()));
    }

    private void require(KeyFile key) {
        agent.doses().identity().requireSite();
        agent.doses().identity().require(key, fingerprint(key));
    }

    /** Checks keys, site, modes of files, and the age of the backup. */
    List<Diagnosis> checks() {
        List<Diagnosis> found = new ArrayList<>(List.of(keys()));
        List<Path> wrong = new ArrayList<>(FileModes.wrong(folder()));
        wrongInOutbox().stream().filter(path -> !wrong.contains(path)).forEach(wrong::add);
        found.add(FileModes.check("file-modes", wrong));
        found.add(settings()
                .backup()
                .map(plan -> new BackupFolder(plan.folder()).check(agent.clock().instant()))
                .orElseGet(() -> Diagnosis.ok("backup", "no scheduled backup is configured (store.backup.folder)")));
        return found;
    }

    private Diagnosis keys() {
        StoreIdentity identity = agent.doses().identity();
        Optional<String> problem = identity.siteProblem();
        for (KeyFile key : KeyFile.values()) {
            problem = problem.or(() -> identity.problem(key, fingerprint(key)));
        }
        return problem.map(text -> Diagnosis.bad("keys", text, "the daemon does not start until this is solved"))
                .orElseGet(() -> Diagnosis.ok("keys", "secret.key, signing.key and site.id are those of the store"));
    }

    /**
     * Refuses what is only possible with a store of this data directory.
     *
     * @throws IllegalArgumentException if agents share the store
     */
    public void requireOwnStore(String what) {
        if (agent.stores().areInSharedDatabase()) {
            throw new IllegalArgumentException(
                    what
                            + " is not possible with a shared database (store.url); see docs/network.md for what to do instead");
        }
    }

    /** Who asks for a backup, and whether the keys go with it. */
    public record BackupOrder(String by, boolean hasKeys) {}

    /** Writes a backup while the daemon runs or not. */
    public Manifest backup(Path target, BackupOrder order) throws IOException {
        requireOwnStore("a backup");
        Instant now = agent.clock().instant();
        Manifest.Head head = new Manifest.Head(
                now, new Manifest.Source(Agent.version(), settings().siteId()), 0, order.hasKeys());
        Manifest manifest = Backup.write(new Backup.Source(folder(), agent.inbox()), target, head);
        agent.doses()
                .note(new AuditAct(
                        now,
                        order.by(),
                        AuditAct.Kind.BACKUP,
                        manifest.bytes() + " bytes, keys " + (order.hasKeys() ? "included" : "left out")));
        return manifest;
    }

    /** Makes the scheduled backup if it is due, and deletes those that are too many. Returns its file. */
    Optional<Path> backupIfDue() throws IOException {
        Optional<StoreSettings.BackupPlan> plan = settings().backup();
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        BackupFolder backups = new BackupFolder(plan.get().folder());
        Instant now = agent.clock().instant();
        if (!backups.isDue(now, plan.get().at(), ZoneId.systemDefault())) {
            return Optional.empty();
        }
        FileModes.makeFolder(plan.get().folder());
        Path file = backups.fileOf(now);
        Manifest manifest = backup(file, new BackupOrder(AGENT, true));
        copyErasures();
        int deleted = backups.keepNewest(plan.get().keep());
        LOG.info("event=backup file={} bytes={} deleted={}", file.getFileName(), manifest.bytes(), deleted);
        return Optional.of(file);
    }

    /** Returns the age of the newest scheduled backup in seconds; empty without one. */
    Map<String, Double> backupAges() {
        Optional<Instant> newest = settings().backup().flatMap(plan -> new BackupFolder(plan.folder()).newest());
        return newest.map(at -> Map.of("scheduled", (double)
                        Duration.between(at, agent.clock().instant()).toSeconds()))
                .orElse(Map.of());
    }

    /** The hashes of what was erased lie beside the backups too, so that an older backup does not bring it back. */
    private void copyErasures() {
        settings()
                .backup()
                .map(StoreSettings.BackupPlan::folder)
                .filter(Files::isDirectory)
                .ifPresent(backups -> new ErasureJournal(backups).add(new ErasureJournal(folder()).marks()));
    }

    /** What a restore brought. */
    public record Restored(Manifest manifest, int erasedAgain) {}

    /**
     * Restores a backup into the empty data directory, brings it to the schema of this program, and erases again what was erased after the
     * backup as far as the journal beside it knows.
     */
    public Restored restore(Path file, RestoreOrder order) throws IOException {
        requireOwnStore("a restore");
        try (BackupFile backup = BackupFile.open(file)) {
            String site = backup.manifest().head().source().site();
            if (!site.equals(settings().siteId())) {
                throw new StoreException(
                        "the backup is of site " + site + ", and site.id is "
                                + settings().siteId() + "; set site.id to " + site,
                        new IllegalStateException("other site"),
                        false);
            }
            Path beside = file.toAbsolutePath().getParent();
            new Restore(backup, new Restore.Places(folder(), beside == null ? file : beside, order.keys())).run();
            agent.prepareToWrite();
            agent.doses().received().endAttempt();
            agent.inbox().prepareToWrite();
            int again = patients().eraseAgain(order.by());
            agent.doses()
                    .note(new AuditAct(
                            agent.clock().instant(),
                            order.by(),
                            AuditAct.Kind.RESTORE,
                            "backup of " + backup.manifest().head().createdAt()));
            if (again > 0) {
                agent.doses().compact();
            }
            return new Restored(backup.manifest(), again);
        }
    }

    /** Who restores, and the folder of the keys for a backup without them. */
    public record RestoreOrder(String by, Optional<Path> keys) {}

    /** What a migration did. */
    public record Migration(int from, int to, Optional<Path> backup) {}

    /** Brings the store to the schema of this program. */
    public Migration migrate() {
        requireOwnStore("a migration");
        Path file = folder().resolve("doses.db");
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no store in " + folder() + " yet; see dataDir and --data-dir");
        }
        int from = Database.schemaOf(file);
        agent.prepareToWrite();
        int to = Database.schemaOf(file);
        Path copy = folder().resolve("doses.db" + Database.SCHEMA_BACKUP + from + ".backup");
        return new Migration(from, to, from < to && Files.exists(copy) ? Optional.of(copy) : Optional.empty());
    }

    /** Returns the requests of patients. */
    public PatientRequest patients() {
        return new PatientRequest(
                new PatientRequest.Stores(agent.doses(), agent.inbox(), agent.clock()),
                erasures(),
                new Pseudonyms(secret(), agent.keepsPatientIds(), persons -> {}),
                new DataSetReader(agent.settings().intake().objects()));
    }

    Erasures erasures() {
        return new Erasures(new ErasureJournal(folder()), secret());
    }

    /** Work on the stores; {@code isAlone} is true if no daemon runs; none can start until the work ends. */
    public interface Work<T> {
        T run(boolean isAlone) throws Exception;
    }

    /** Runs work with the lock of the daemon, if no daemon has it. The inbox is closed afterwards. */
    public <T> T withLock(Work<T> work) throws Exception {
        Optional<FileLock> lock = agent.directory().lock();
        try {
            if (lock.isPresent()) {
                agent.inbox().prepareToWrite();
            }
            return work.run(lock.isPresent());
        } finally {
            if (lock.isPresent()) {
                agent.stores().closeInbox();
                DataDirectory.release(lock.get());
            }
        }
    }

    /** Waits until a daemon has ended the batch that it reads now; a process that holds the lock itself does not wait. */
    public void awaitWorker() throws InterruptedException {
        Optional<String> now = agent.inbox().underWay();
        new ProgressWait(
                        () -> now.isPresent() && agent.inbox().underWay().equals(now) ? 1 : 0,
                        agent.stores()::isDaemonRunning,
                        ProgressWait.PATIENCE)
                .await();
    }

    /** What remains after an erasure has overwritten everything in the stores. */
    public record Cleaned(boolean isCompact, List<Path> copies) {}

    /** Has no file of the store keep what was deleted, and names the files that may have copies of it. */
    public Cleaned clean() {
        deleteFiles(schemaCopies());
        copyErasures();
        boolean isCompact = agent.doses().compact();
        List<Path> copies = new ArrayList<>(filesOf("doses.db.damaged-"));
        settings().backup().ifPresent(plan -> copies.addAll(new BackupFolder(plan.folder()).backups()));
        return new Cleaned(isCompact, copies);
    }

    List<Path> schemaCopies() {
        return filesOf("doses.db" + Database.SCHEMA_BACKUP);
    }

    private List<Path> filesOf(String prefix) {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void deleteFiles(List<Path> files) {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the deletion of what the site keeps no longer. */
    public Retention retention() {
        return new Retention(agent, this);
    }

    /** Returns the checks of everything that is stored; reads all of it. */
    public List<Diagnosis> verify() {
        return new StoreVerification(agent, this::keys).run();
    }
}
