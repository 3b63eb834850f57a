package org.doseagent.daemon;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.control.DifferentialPrivacy;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.Origin;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.config.ConfigException;
import org.doseagent.config.Settings;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomLimits;
import org.doseagent.dose.AeTitle;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Diagnosis;
import org.doseagent.dose.Exam;
import org.doseagent.dose.KeyedHash;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupComparison;
import org.doseagent.drl.Levels;
import org.doseagent.drl.Shelf;
import org.doseagent.forward.Backoff;
import org.doseagent.forward.Forwarder;
import org.doseagent.forward.Refusals;
import org.doseagent.forward.RepositoryAccess;
import org.doseagent.forward.RetryPolicy;
import org.doseagent.intake.Intake;
import org.doseagent.intake.Pseudonyms;
import org.doseagent.intake.Worker;
import org.doseagent.notify.Notifications;
import org.doseagent.notify.Notifier;
import org.doseagent.rdsr.NotPatient;
import org.doseagent.rdsr.RdsrExtractor;
import org.doseagent.release.ReleaseService;
import org.doseagent.release.ReleaseSettings;
import org.doseagent.review.Benchmarks;
import org.doseagent.review.GroupReview;
import org.doseagent.review.TrendReview;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.PartDoses;
import org.doseagent.store.inbox.Inbox;
import org.doseagent.store.ledger.BenchmarkFiles;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.trend.ControlChart;
import org.doseagent.trend.Holidays;
import org.doseagent.trend.Rhythm;
import org.doseagent.trend.TrendAlerts;

/** The objects of the agent, built from its settings: what the command line and the daemon share. Close it. */
public final class Agent implements AutoCloseable {

    private final Clock clock = Clock.systemUTC();
    private final Settings settings;
    private final DataDirectory directory;
    private final Inbox inbox;
    private final DoseStore doses;
    private final Intake intake;
    private final Worker worker;
    private final Levels levels;
    private final ReleaseLedger ledger;
    private final ReleaseService releases;
    private final Benchmarks benchmarks;
    private final RepositoryAccess repository;
    private final Forwarder forwarder;
    private final PartDoses parts;
    private final GroupReview groups;
    private final TrendReview trends;
    private final Notifier notifier;
    private final Semaphore work = new Semaphore(0);

    private Agent(Settings settings, Levels read) {
        this.settings = settings;
        directory = new DataDirectory(settings.dataDir());
        directory.holdNativeLibrary();
        inbox = new Inbox(
                directory.folder(),
                settings.siteId(),
                new Inbox.Limits(
                        settings.store().maxWaitingObjects(), settings.store().minFreeDisk()),
                new AgentThreads("inbox", true));
        doses = new DoseStore(directory.folder(), settings.siteId(), clock);
        levels = read.withAdopted(doses.adoptedSets());
        parts = new PartDoses(directory.folder(), settings.siteId());
        groups = new GroupReview(parts, doses.alerts());
        trends = new TrendReview(doses.history(), parts, doses.alerts(), trendAlerts(settings.alerts()));
        intake = new Intake(inbox, clock, work::release);
        Assessor assessor = new Assessor(
                levels.mapping(),
                levels.sets(),
                levels.eventRules(),
                settings.drl().farAboveMultiple());
        Pseudonyms pseudonyms = new Pseudonyms(
                directory.secret(new SecureRandom()),
                settings.store().patientIdentity() == Settings.PatientIdentity.ID);
        worker = new Worker(
                inbox,
                doses,
                pseudonyms,
                assessor::assess,
                new Worker.ReportReader(
                        new DataSetReader(limits(settings.dicom().maxObjectBytes())),
                        new RdsrExtractor(notPatient(settings.notPatients()))));
        ledger = new ReleaseLedger(directory.folder(), settings.siteId(), clock);
        releases = new ReleaseService(
                releaseSettings(settings),
                new ReleaseService.Sources(doses, ledger, levels),
                new ReleaseService.Site(
                        new Origin(
                                pseudonyms.facility(settings.siteId()),
                                settings.country(),
                                version(),
                                levels.mapping().version()),
                        new KeyedHash(directory.secret(new SecureRandom())),
                        new Signer(directory.signingKeys(new SecureRandom()))),
                clock);
        benchmarks = new Benchmarks(
                settings.benchmark().publicKeys(),
                inventory(settings.devices()),
                new Benchmarks.Stores(new BenchmarkFiles(directory.folder()), doses),
                levels.categories());
        repository = RepositoryAccess.of(settings.forward(), clock);
        Settings.Retry retry = settings.forward().retry();
        forwarder = new Forwarder(
                ledger,
                new Refusals(doses.alerts()),
                repository.transport(),
                new Backoff(new RetryPolicy(retry.first(), retry.longest()), clock, new SecureRandom()));
        notifier = Notifications.notifier(
                settings.notification(),
                doses.notifications(),
                new Notifier.Origin(settings.siteId(), pseudonyms.facility(settings.siteId())),
                clock);
    }

    private static TrendAlerts trendAlerts(Settings.Alerts alerts) {
        Settings.Silence silence = alerts.silence();
        Settings.Creep creep = alerts.creep();
        return new TrendAlerts(
                new Rhythm.Settings(
                        silence.weeks(),
                        silence.leastExams(),
                        silence.leastHours(),
                        silence.busiestDays().doubleValue(),
                        new Holidays(Set.copyOf(silence.holidays()), Set.copyOf(silence.yearlyHolidays()))),
                new ControlChart.Settings(
                        creep.baselineExams(),
                        creep.reference().doubleValue(),
                        creep.decision().doubleValue(),
                        creep.leastRisePercent() / 100.0),
                alerts.changeDays());
    }

    private static ReleaseSettings releaseSettings(Settings settings) {
        Settings.Aggregate aggregate = settings.aggregate();
        return new ReleaseSettings(
                new DisclosureControl.Thresholds(
                        aggregate.minExams(), aggregate.minPatients(), aggregate.maxExamsPerPatient()),
                Optional.of(aggregate.differentialPrivacy())
                        .filter(Settings.Privacy::isEnabled)
                        .map(each -> new DifferentialPrivacy(each.epsilonPerCell(), each.epsilonPerPeriod())),
                aggregate.closeAfter(),
                inventory(settings.devices()),
                settings.dicom().allowedCallers().stream()
                        .map(caller -> new AeTitle(caller.aeTitle()))
                        .collect(Collectors.toSet()),
                List.of(settings.siteId(), settings.dicom().aeTitle()));
    }

    private static Inventory inventory(List<Settings.Scanner> devices) {
        return new Inventory(devices.stream()
                .collect(Collectors.toMap(
                        Settings.Scanner::serialNumber,
                        each -> new Inventory.Scanner(each.installed(), each.detectorRows()),
                        (first, second) -> second)));
    }

    private static NotPatient notPatient(Settings.NotPatients patterns) {
        return new NotPatient(patterns.names(), patterns.ids(), patterns.protocols());
    }

    private static DicomLimits limits(int maxObjectBytes) {
        DicomLimits usual = DicomLimits.DEFAULT;
        return new DicomLimits(
                maxObjectBytes,
                usual.maxInflatedBytes(),
                usual.maxInflateRatio(),
                maxObjectBytes,
                usual.maxDepth(),
                usual.maxItems(),
                usual.maxElements());
    }

    /** Returns the version of the running program, {@code development} outside its jar. */
    public static String version() {
        return Optional.ofNullable(Agent.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /**
     * Opens the stores and reads levels and rules.
     *
     * @throws ConfigException if a file of levels or rules cannot be used
     */
    public static Agent open(Settings settings) throws ConfigException {
        return new Agent(settings, Levels.read(settings.drl()));
    }

    public Settings settings() {
        return settings;
    }

    public DataDirectory directory() {
        return directory;
    }

    public Inbox inbox() {
        return inbox;
    }

    public DoseStore doses() {
        return doses;
    }

    public Intake intake() {
        return intake;
    }

    public Worker worker() {
        return worker;
    }

    public ReleaseLedger ledger() {
        return ledger;
    }

    /** Returns the service that releases the aggregates of closed months. */
    public ReleaseService releases() {
        return releases;
    }

    /** Returns the percentiles of other hospitals that were imported. */
    public Benchmarks benchmarks() {
        return benchmarks;
    }

    public Forwarder forwarder() {
        return forwarder;
    }

    /** Returns who tells people of alerts. */
    public Notifier notifier() {
        return notifier;
    }

    RepositoryAccess repository() {
        return repository;
    }

    /** Looks at the installation; {@code doctor} prints what it finds. */
    public List<Diagnosis> examine() {
        return new Doctor(this, clock).examine();
    }

    Clock clock() {
        return clock;
    }

    public GroupReview groups() {
        return groups;
    }

    /** Assesses an exam with other sets, as if they were the active ones; nothing is stored. */
    public AssessedExam assessWith(Exam exam, List<DrlSet> sets) {
        return new Assessor(levels.mapping(), sets, List.of(), settings.drl().farAboveMultiple()).assess(exam);
    }

    public PartDoses parts() {
        return parts;
    }

    /** Returns today, by the clock of this machine in UTC. */
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /** Returns how this site compares groups. */
    public GroupComparison comparison() {
        return new GroupComparison(
                Optional.of(settings.drl().lastN()), settings.drl().farBelow());
    }

    /** Opens and closes the alerts about scanners: their groups of the last year, what changed, and what the rules of packs ask for. */
    public void reviewScanners() {
        // From a day that moves once a year only, so that what was told is told under the same exam again.
        reviewScanners(today().minusYears(1).withDayOfYear(1));
    }

    /** The same, with the rules of packs over all exams of the store: after an import or a backfill the old ones are new too. */
    public void reviewAll() {
        reviewScanners(LocalDate.EPOCH);
    }

    private void reviewScanners(LocalDate occurrencesFrom) {
        groups.review(today(), levels.sets(), comparison());
        groups.occurrences(occurrencesFrom, today(), levels.sets(), levels.eventRules());
        LocalDateTime now = LocalDateTime.now(clock);
        trends.changes(now);
        trends.creep(now);
    }

    /** Deletes the bytes of what was read well and is older than the site keeps them. Returns of how many objects. */
    public int deleteOldBytes() {
        return inbox.deleteBytes(clock.instant().minus(settings.store().rawRetention()));
    }

    public Levels levels() {
        return levels;
    }

    /** Reads the sets that lie beside the active ones. */
    public Shelf shelf() {
        return Shelf.read(settings.drl(), levels, doses.adoptedSets());
    }

    /** Waits until another process, the daemon, has processed everything in the inbox. */
    public void awaitProcessed() throws InterruptedException {
        while (inbox.waiting() > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Has one permit for each object put since; the worker waits on it. */
    Semaphore work() {
        return work;
    }

    @Override
    public void close() {
        inbox.close();
        doses.close();
        parts.close();
        ledger.close();
    }
}
