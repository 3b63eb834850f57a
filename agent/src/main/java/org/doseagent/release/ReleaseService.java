package org.doseagent.release;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.aggregate.attack.Attack;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.PeriodScheme;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.aggregate.control.Origin;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.control.Verifier;
import org.doseagent.aggregate.control.Withheld;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.dose.identity.SiteSecret;
import org.doseagent.drl.Levels;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.ledger.Persons;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;

/** Releases the aggregates of closed months, and checks and attacks what was released. The entry point of this room. Thread-safe. */
public final class ReleaseService {

    private final ReleaseSettings settings;
    private final Sources sources;
    private final Site site;
    private final SiteReference reference;
    private final ReleaseGate gate;
    private final PeriodCloser closer;
    private final ReleaseCheck check;

    /** The exams, the persons behind patient keys, the releases so far, and what exams are compared with. */
    public record Sources(DoseStore doses, Persons persons, ReleaseLedger ledger, Levels levels) {

        List<AssessedExam> exams(CalendarPeriod period) {
            return doses.exams(ExamQuery.all().from(period.start()).until(period.end()));
        }
    }

    /** The secret of the site, and its signing key. */
    public record Keys(SiteSecret secret, Signer signer) {

        /** Returns the hash of the exam parts in releases of a version of the rules. */
        KeyedHash hash(int rules) {
            return rules == Releaser.RULES ? secret.of(SiteSecret.Purpose.AGGREGATES) : secret.undivided();
        }
    }

    /**
     * Who releases.
     *
     * @param origin what receivers may know of the site
     * @param inventory the scanners of the site; only their exams are counted
     * @param callers the AE titles that may send; only exams that they sent, or that were imported on site, are counted
     * @param names texts that identify the site and must not be in a release, such as its id and its AE title
     */
    public record Site(Origin origin, Inventory inventory, Set<AeTitle> callers, List<String> names, Keys keys) {
        public Site {
            callers = Set.copyOf(callers);
            names = List.copyOf(names);
        }

        Admission admission() {
            Set<AeTitle> admitted = new HashSet<>(callers);
            admitted.add(AeTitle.IMPORT);
            return Admission.listed(inventory.scanners().keySet(), admitted);
        }
    }

    public ReleaseService(ReleaseSettings settings, Sources sources, Site site, Clock clock) {
        this.settings = settings;
        this.sources = sources;
        this.site = site;
        reference = new SiteReference(sources.levels());
        gate = new ReleaseGate(sources.ledger(), site.inventory(), site.callers());
        closer = new PeriodCloser(
                sources.ledger(),
                new PeriodCloser.Making(
                        this::tabulate,
                        new Releaser(
                                settings.control(),
                                site.origin(),
                                site.keys().signer(),
                                site.keys().hash(Releaser.RULES)),
                        this::partition,
                        this::periods),
                gate,
                new PeriodCloser.Wait(settings.closeAfter(), clock));
        check = new ReleaseCheck(sources, site, closer, period -> tabulator(period, site.admission()));
    }

    /** Returns the public key of the signatures, X.509 SubjectPublicKeyInfo in base64. */
    public String publicKey() {
        return site.keys().signer().publicKey();
    }

    /** Returns the signed document that enrols this site at a repository with a one-time token. */
    public byte[] enrolment(String token) {
        return FacilityDocument.enrol(facility(), token, site.keys().signer());
    }

    /** Returns the signed document that takes this site out of a repository; {@code key} is the number of its key there. */
    public byte[] withdrawal(int key) {
        return FacilityDocument.withdraw(facility(), key, site.keys().signer());
    }

    private FacilityDocument.Who facility() {
        return new FacilityDocument.Who(site.origin().facility(), site.origin().country());
    }

    /** Returns the newest month that may be closed now. */
    public CalendarPeriod lastClosable() {
        return closer.lastClosable();
    }

    /** Returns the time from which a month may be closed. */
    public Instant closableFrom(CalendarPeriod period) {
        return closer.closableFrom(period);
    }

    /** Returns exactly the bytes that closing the month now would release; if it would release nothing, those released last. */
    public byte[] preview(CalendarPeriod period) {
        return closer.preview(period);
    }

    /**
     * Returns what a first release of the month would have if every scanner and sender was named; for a site that has not named them yet. It
     * never leaves.
     */
    public byte[] draft(CalendarPeriod period) {
        return closer.draft(period, tabulate(period, Admission.ALL));
    }

    /** Returns the cells that closing the month now would withhold, with the reasons; shown on site only. */
    public List<Withheld> withheld(CalendarPeriod period) {
        return closer.decide(period).withheld();
    }

    /** Returns why nothing of the month is released, with the way out; empty when it may be. */
    public Optional<String> obstacle(CalendarPeriod period) {
        return gate.obstacle(period);
    }

    /** Returns whether the configuration holds back every month, because it names no scanner or no sender. */
    public boolean isHeld() {
        return gate.hold().isPresent();
    }

    /** Returns how many exam parts of the month are not counted because their scanner or sender is not on the list of the site. */
    public int refusedParts(CalendarPeriod period) {
        return tabulate(period).refusedParts();
    }

    /** Releases or corrects a period, if that is allowed. */
    public CloseOutcome close(CalendarPeriod period) {
        return closer.close(period);
    }

    /** Closes every month that may be closed, and once a day makes the corrections that are due; returns the number of releases. */
    public int closeAll() {
        return closer.closeAll();
    }

    /** Computes a release again from the store, and compares it with the one in the ledger and with the key that the site signs with. */
    public Verifier.Result verify(StoredRelease release, Signer.PublicKeyText key) {
        return check.verify(release, key);
    }

    /** Returns what is wrong with the ledger as a whole: its chain, its signed head, and the release journal. */
    public List<String> ledgerProblems(Signer.PublicKeyText key) {
        return check.ledgerProblems(key);
    }

    /** Attacks everything that was ever released, with the store as the truth. */
    public List<Attack.Attempt> attack() {
        return attack(sources.ledger().all());
    }

    /** Attacks some of the releases as if there were no other, with the store as the truth. */
    public List<Attack.Attempt> attack(List<StoredRelease> releases) {
        return check.attack(releases);
    }

    private PartitionScheme partition(int year) {
        return sources.ledger()
                .partition(year)
                .orElseGet(() -> PartitionScheme.of(site.inventory(), year, settings.separatesChildren()));
    }

    private Tabulation tabulate(CalendarPeriod period) {
        return tabulate(period, gate.obstacle(period).isPresent() ? Admission.NONE : site.admission());
    }

    private Tabulation tabulate(CalendarPeriod period, Admission admission) {
        return tabulator(period, admission)
                .tabulate(sources.exams(period), reference.of(period))
                .without(releasedElsewhere(period));
    }

    /** Returns the exam parts of releases of other periods that overlap this one: a part that changed its category since is not released again. */
    private Set<String> releasedElsewhere(CalendarPeriod period) {
        if (periods(period.year()).all().size() == 1) {
            return Set.of();
        }
        return sources.ledger().all().stream()
                .map(StoredRelease::period)
                .distinct()
                .filter(other -> !other.equals(period) && other.overlaps(period))
                .flatMap(other -> sources.ledger().cells(other).stream())
                .flatMap(cell -> cell.leaves().stream())
                .map(Leaf::part)
                .collect(Collectors.toSet());
    }

    /** Returns the lengths of the periods of a year: those that were chosen, else those that would be. */
    PeriodScheme periods(int year) {
        return sources.ledger().periods(year).orElseGet(() -> isMonthly(year) ? PeriodScheme.MONTHLY : chosen(year));
    }

    /** A year of which a month has left stays one of months. */
    private boolean isMonthly(int year) {
        return !settings.adaptsPeriods()
                || sources.ledger().all().stream()
                        .anyMatch(release -> release.period().year() == year);
    }

    private PeriodScheme chosen(int year) {
        CalendarPeriod before = CalendarPeriod.around(YearMonth.of(year - 1, 1), 12);
        Tabulator counting = new Tabulator(
                site.inventory(),
                new Tabulator.Counting(site.admission(), partition(year), sources.persons()::personOf),
                site.keys().hash(Releaser.RULES));
        return PeriodScheme.after(counting.tabulate(sources.exams(before), Reference.NONE));
    }

    private Tabulator.Share shareOf(CalendarPeriod period) {
        PeriodScheme scheme = periods(period.year());
        return key -> scheme.months(key) == period.months();
    }

    private Tabulator tabulator(CalendarPeriod period, Admission admission) {
        return new Tabulator(
                site.inventory(),
                new Tabulator.Counting(
                        admission, partition(period.year()), shareOf(period), sources.persons()::personOf),
                site.keys().hash(Releaser.RULES));
    }
}
