package org.doseagent.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.doseagent.aggregate.benchmark.BenchmarkException;
import org.doseagent.aggregate.control.Origin;
import org.doseagent.config.ConfigException;
import org.doseagent.config.LevelReader;
import org.doseagent.config.Settings;
import org.doseagent.daemon.threads.Supervisor;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dose.Diagnosis;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.LevelCatalogue;
import org.doseagent.drl.Levels;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.yaml.DrlException;
import org.doseagent.forward.Backoff;
import org.doseagent.forward.Endpoint;
import org.doseagent.forward.Forwarder;
import org.doseagent.forward.Refusals;
import org.doseagent.forward.RepositoryAccess;
import org.doseagent.forward.RepositoryQuery;
import org.doseagent.intake.ExamBuilder;
import org.doseagent.intake.Intake;
import org.doseagent.intake.IntakeSettings;
import org.doseagent.intake.Pseudonyms;
import org.doseagent.intake.Worker;
import org.doseagent.net.AcceptorSettings;
import org.doseagent.notify.Notifications;
import org.doseagent.notify.Notifier;
import org.doseagent.rdsr.RdsrExtractor;
import org.doseagent.rdsr.qa.NotPatient;
import org.doseagent.release.ReleaseGate;
import org.doseagent.release.ReleaseService;
import org.doseagent.review.Benchmarks;
import org.doseagent.review.GroupReview;
import org.doseagent.review.LocalLevels;
import org.doseagent.review.QaReview;
import org.doseagent.review.TrendReview;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.LocalLevelFiles;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.ledger.BenchmarkFiles;
import org.doseagent.store.ledger.Persons;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.trend.TrendAlerts;

/**
 * The objects of the agent, which the command line and the daemon share. Each is built from the settings when it is used for the first
 * time: a command that lists exams reads no file of levels and makes no key. Thread-safe. Close it.
 */
public final class Agent implements AutoCloseable {

    private final Clock clock = Clock.systemUTC();
    private final Settings settings;
    private final Semaphore work = new Semaphore(0);
    private final Supervisor supervisor;
    private final Stores stores;
    private final Lazy<Levels> levels = Lazy.of(this::readLevels);
    private final Lazy<Pseudonyms> pseudonyms = Lazy.of(this::buildPseudonyms);
    private final Lazy<GroupReview> groups = Lazy.of(() -> new GroupReview(parts(), doses().alerts()));
    private final Lazy<TrendReview> trends = Lazy.of(() -> new TrendReview(
            doses().history(),
            parts(),
            doses().alerts(),
            new TrendAlerts(settings().review().trend())));
    private final Lazy<Intake> intake = Lazy.of(this::buildIntake);
    private final Lazy<Worker> worker = Lazy.of(this::buildWorker);
    private final Lazy<QaReview> qa = Lazy.of(this::buildQa);
    private final Lazy<ReleaseService> releases = Lazy.of(this::buildReleases);
    private final Lazy<Benchmarks> benchmarks = Lazy.of(this::buildBenchmarks);
    private final Lazy<RepositoryAccess> repository = Lazy.of(this::buildRepository);
    private final Lazy<Forwarder> forwarder = Lazy.of(this::buildForwarder);
    private final Lazy<Notifier> notifier = Lazy.of(this::buildNotifier);

    private Agent(Settings settings, Supervisor supervisor, boolean isOfAllSites) {
        this.settings = settings;
        this.supervisor = supervisor;
        this.stores = new Stores(settings.store(), isOfAllSites, supervisor, clock);
    }

    /** Returns the agent of these settings. Opens no store and reads no file: each object is built when it is used. */
    public static Agent open(Settings settings) {
        return new Agent(settings, new Supervisor(), false);
    }

    /** Returns an agent whose statistics are about all sites of the store. */
    public static Agent openForAllSites(Settings settings) {
        return new Agent(settings, new Supervisor(), true);
    }

    /** Returns the agent of another site of the same database, for reading. Close it. */
    public Agent ofSite(String id) {
        return open(settings.ofSite(id));
    }

    /** Returns the names of all sites of the store. */
    public List<String> sites() {
        return doses().sites();
    }

    /** Returns an agent with another supervisor of its threads; for tests. */
    static Agent open(Settings settings, Supervisor supervisor) {
        return new Agent(settings, supervisor, false);
    }

    /**
     * Builds everything that the daemon uses, so that problems are found before the daemon accepts an association.
     *
     * @throws ConfigException if a file of levels, rules or certificates cannot be used
     */
    void buildAll() {
        readCertificates();
        prepareToWrite();
        inbox().prepareToWrite();
        worker();
        intake();
        trends.get();
        groups();
        releases();
        ledger().openJournal();
        forwarder();
        notifier();
    }

    private void readCertificates() {
        Optional<AcceptorSettings.Tls> tls = settings.network().dicom().tlsPort();
        try {
            if (tls.isPresent()) {
                tls.get().identity().prepare();
            }
        } catch (IOException e) {
            throw new ConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Creates the data directory and the store, or updates its schema, if needed. A command that writes must call it first. */
    public void prepareToWrite() {
        stores.prepareToWrite();
        keeping().correctModes(); // after the store is open, so that every file of it is there
        keeping().confirmIdentity();
    }

    /** Returns what keeps data safe: keys, backups, retention, erasure. */
    public DataKeeping keeping() {
        return new DataKeeping(this);
    }

    private Levels readLevels() {
        Levels published = new LevelReader(settings.levels()).read().withAdopted(doses().adoptedSets());
        try {
            return published.and(localLevels().active(published.categories()));
        } catch (DrlException e) {
            throw new ConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Returns the typical values that the site has frozen. */
    public LocalLevels localLevels() {
        return new LocalLevels(new LocalLevelFiles(directory().folder()), parts(), doses());
    }

    private Pseudonyms buildPseudonyms() {
        return new Pseudonyms(
                keeping().secret(), keepsPatientIds(), persons -> persons().add(persons));
    }

    boolean keepsPatientIds() {
        return settings.intake().identity() == IntakeSettings.PatientIdentity.ID;
    }

    private Intake buildIntake() {
        return new Intake(inbox(), clock, work::release, settings.intake());
    }

    private Worker buildWorker() {
        return new Worker(
                inbox(),
                new ExamBuilder(doses(), qa()::assess, settings.intake().studies()),
                pseudonyms.get(),
                new Worker.ReportReader(
                        new DataSetReader(settings.intake().objects()),
                        new RdsrExtractor(new NotPatient(settings.intake().notPatients())),
                        keeping().erasures()));
    }

    private QaReview buildQa() {
        Assessor assessor =
                new Assessor(levels(), settings.review().comparison().farAboveMultiple());
        return new QaReview(doses(), assessor::assess);
    }

    private ReleaseService buildReleases() {
        return new ReleaseService(
                settings.release(),
                new ReleaseService.Sources(doses(), persons(), ledger(), levels()),
                new ReleaseService.Site(
                        new Origin(
                                pseudonyms.get().facility(settings.store().siteId()),
                                settings.release().country(),
                                version(),
                                levels().mapping().version()),
                        settings.review().inventory(),
                        callers(),
                        List.of(
                                settings.store().siteId(),
                                settings.network().dicom().aeTitle().value()),
                        new ReleaseService.Keys(keeping().secret(), keeping().signer())),
                clock);
    }

    private Set<AeTitle> callers() {
        return settings.network().dicom().access().callers().stream()
                .map(AcceptorSettings.Caller::aeTitle)
                .collect(Collectors.toSet());
    }

    /** Returns what decides whether anything is released; needs no key. */
    ReleaseGate releaseGate() {
        return new ReleaseGate(ledger(), settings.review().inventory(), callers());
    }

    private Benchmarks buildBenchmarks() {
        return new Benchmarks(
                settings.review().benchmarkKeys(),
                settings.review().inventory(),
                new Benchmarks.Stores(new BenchmarkFiles(directory().folder()), doses()),
                levels().categories());
    }

    private RepositoryAccess buildRepository() {
        return RepositoryAccess.of(settings.forward(), clock);
    }

    private Forwarder buildForwarder() {
        return new Forwarder(
                ledger(),
                new Refusals(doses().alerts()),
                repository().transport(),
                new Backoff(settings.forward().retry(), clock, new SecureRandom()));
    }

    private Notifier buildNotifier() {
        return Notifications.notifier(
                settings.notification(),
                doses().notifications(),
                new Notifier.Origin(
                        settings.store().siteId(),
                        pseudonyms.get().facility(settings.store().siteId())),
                clock);
    }

    /**
     * Fetches the newest percentiles from {@code benchmark.url} and imports them.
     *
     * @throws IOException if the repository does not answer with a document
     * @throws BenchmarkException if the document cannot be used, is not trusted, or is older than the one in use
     */
    public Benchmarks.Imported fetchBenchmark(String by) throws IOException, InterruptedException, BenchmarkException {
        Endpoint from = settings.forward()
                .benchmark()
                .orElseThrow(() -> new IllegalArgumentException("benchmark.url is not set; it names the percentiles"));
        return benchmarks().takeFetched(new RepositoryQuery(settings.forward().tls()).fetch(from), by);
    }

    /**
     * Sends a document of this site about itself to the repository at {@code forward.url}.
     *
     * @throws IOException if the repository does not answer or refuses it
     */
    public void tellRepository(byte[] document) throws IOException, InterruptedException {
        Endpoint collection = settings.forward()
                .endpoint()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no repository: set forward.transport: https and forward.url"));
        new RepositoryQuery(settings.forward().tls()).post(collection, document);
    }

    /** Returns the version of the running program, {@code development} outside its jar. */
    public static String version() {
        return Optional.ofNullable(Agent.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** Returns the commit that the jar was built from; {@code unknown} outside a jar that names one. */
    public static String commit() {
        try (InputStream in = Agent.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            String commit =
                    in == null ? null : new Manifest(in).getMainAttributes().getValue("Build-Commit");
            return commit == null ? "unknown" : commit;
        } catch (IOException e) {
            return "unknown"; // the commit is for people; nothing depends on it
        }
    }

    public Settings settings() {
        return settings;
    }

    /** Returns the stores, for what concerns their files. */
    public Stores stores() {
        return stores;
    }

    public DataDirectory directory() {
        return stores.directory();
    }

    public Inbox inbox() {
        return stores.inbox();
    }

    public DoseStore doses() {
        return stores.doses();
    }

    public Intake intake() {
        return intake.get();
    }

    public Worker worker() {
        return worker.get();
    }

    /** Returns the review of phantoms: its worklist, and how exams are assessed after the decisions of people. */
    public QaReview qa() {
        return qa.get();
    }

    public ReleaseLedger ledger() {
        return stores.ledger();
    }

    private Persons persons() {
        return stores.persons();
    }

    /** Returns the service that releases the aggregates of closed months. */
    public ReleaseService releases() {
        return releases.get();
    }

    /** Returns the percentiles of other hospitals that were imported. */
    public Benchmarks benchmarks() {
        return benchmarks.get();
    }

    public Forwarder forwarder() {
        return forwarder.get();
    }

    /** Returns the sender of notifications. */
    public Notifier notifier() {
        return notifier.get();
    }

    RepositoryAccess repository() {
        return repository.get();
    }

    /** Returns the checks of the installation; {@code doctor} prints their results. */
    public List<Diagnosis> examine() {
        directory().make();
        return new Doctor(this, clock).examine();
    }

    Supervisor supervisor() {
        return supervisor;
    }

    public Clock clock() {
        return clock;
    }

    public GroupReview groups() {
        return groups.get();
    }

    /** Returns the queries about many exams, built from the settings. */
    public Reviews reviews() {
        return new Reviews(this);
    }

    public PartDoses parts() {
        return stores.parts();
    }

    /** Returns the time zone of the site, in which days begin and end. */
    public ZoneId zone() {
        return settings.notification().policy().zone();
    }

    /** Returns today at the site. */
    public LocalDate today() {
        return LocalDate.now(clock.withZone(zone()));
    }

    /** Returns how this site compares groups. */
    public GroupComparison comparison() {
        return new GroupComparison(
                Optional.of(settings.review().comparison().lastN()),
                settings.review().comparison().farBelow());
    }

    /**
     * Opens and closes the alerts about scanners: about their groups of the last year, their changes, and the group rules of rule packs.
     */
    public void reviewScanners() {
        // The first day moves only once a year, so that an occurrence keeps its exam.
        reviewScanners(today().minusYears(1).withDayOfYear(1));
    }

    /** The same, with the rules of packs over all exams of the store, because an import or a backfill adds old exams. */
    public void reviewAll() {
        reviewScanners(LocalDate.EPOCH);
    }

    private void reviewScanners(LocalDate occurrencesFrom) {
        groups().review(today(), levels().sets(), comparison());
        groups().occurrences(occurrencesFrom, today(), levels().sets(), levels().eventRules());
        LocalDateTime now = LocalDateTime.now(clock);
        trends.get().changes(now);
        trends.get().creep(now);
    }

    /**
     * Returns categories, mapping, sets and rule packs; reads their files at the first call.
     *
     * @throws ConfigException with the problems of all files, if one cannot be used
     */
    public Levels levels() {
        return levels.get();
    }

    /** Reads the sets in the folders of the active ones. */
    public LevelCatalogue catalogue() {
        return new LevelReader(settings.levels()).catalogue(levels(), doses().adoptedSets());
    }

    /** Returns what looks at the history of the PACS of the site and fetches it. */
    public ArchiveAccess archives() {
        return new ArchiveAccess(this);
    }

    /** Opens the inbox for a command that writes it or has it processed. Close it before this. */
    public InboxAccess inboxAccess() {
        return InboxAccess.open(this);
    }

    /** Has one permit for each object that was put; the worker waits for permits. */
    Semaphore work() {
        return work;
    }

    @Override
    public void close() {
        stores.close();
    }
}
