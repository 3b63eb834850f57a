package org.doseagent.release;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.aggregate.attack.Attack;
import org.doseagent.aggregate.attack.Published;
import org.doseagent.aggregate.attack.Truth;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.History;
import org.doseagent.aggregate.control.Origin;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.control.Verifier;
import org.doseagent.aggregate.control.Withheld;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.drl.Levels;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;

/** Releases the aggregates of closed months, and checks and attacks what was released. The entry point of this room. Thread-safe. */
public final class ReleaseService {

    /** The calling AE title of reports that the site imported from files. */
    private static final AeTitle IMPORT = new AeTitle("IMPORT");

    private final Sources sources;
    private final Site site;
    private final Tabulator tabulator;
    private final SiteReference reference;
    private final PeriodCloser closer;

    /** The exams, the releases so far, and what exams are compared with. */
    public record Sources(DoseStore doses, ReleaseLedger ledger, Levels levels) {}

    /** The secret of the site, and its signing key. */
    public record Keys(KeyedHash hash, Signer signer) {}

    /**
     * Who releases.
     *
     * @param origin what receivers may know of the site
     * @param inventory the scanners of the site; if there are any, only their exams are counted
     * @param callers the AE titles that may send; if there are any, only exams sent by them or imported on site are counted
     * @param names texts that identify the site and must not be in a release, such as its id and its AE title
     */
    public record Site(Origin origin, Inventory inventory, Set<AeTitle> callers, List<String> names, Keys keys) {
        public Site {
            callers = Set.copyOf(callers);
            names = List.copyOf(names);
        }

        Admission admission() {
            Set<AeTitle> admitted = new HashSet<>(callers);
            if (!callers.isEmpty()) {
                admitted.add(IMPORT);
            }
            return new Admission(inventory.scanners().keySet(), admitted);
        }
    }

    public ReleaseService(ReleaseSettings settings, Sources sources, Site site, Clock clock) {
        this.sources = sources;
        this.site = site;
        tabulator =
                new Tabulator(site.inventory(), site.admission(), site.keys().hash());
        reference = new SiteReference(sources.levels());
        closer = new PeriodCloser(
                sources.ledger(),
                this::tabulate,
                new Releaser(
                        settings.control(),
                        site.origin(),
                        site.keys().signer(),
                        site.keys().hash()),
                new PeriodCloser.Wait(settings.closeAfter(), clock));
    }

    /** Returns the public key of the signatures, X.509 SubjectPublicKeyInfo in base64. */
    public String publicKey() {
        return site.keys().signer().publicKey();
    }

    /** Returns the newest month that may be closed now. */
    public YearMonth lastClosable() {
        return closer.lastClosable();
    }

    /** Returns the time from which a month may be closed. */
    public Instant closableFrom(YearMonth month) {
        return closer.closableFrom(month);
    }

    /** Returns exactly the bytes that closing the month now would release; if it would release nothing, those released last. */
    public byte[] preview(YearMonth month) {
        return closer.preview(month);
    }

    /** Returns the cells that closing the month now would withhold, with the reasons; shown on site only. */
    public List<Withheld> withheld(YearMonth month) {
        return closer.decide(month).withheld();
    }

    /** Returns how many exam parts of the month are not counted because their scanner or sender is not on the list of the site. */
    public int refusedParts(YearMonth month) {
        return tabulate(month).refusedParts();
    }

    /** Releases or corrects a month, if that is allowed. */
    public CloseOutcome close(YearMonth month) {
        return closer.close(month);
    }

    /** Closes every month that may be closed, and once a day makes the corrections that are due; returns the number of releases. */
    public int closeAll() {
        return closer.closeAll();
    }

    /** Computes a release again from the store, and compares it with the one in the ledger. */
    public Verifier.Result verify(StoredRelease release) {
        YearMonth month = release.period();
        Release released = new Release(release.document(), closer.history(month).cellsOf(release.sequence()));
        return new Verifier(site.keys().hash())
                .verify(released, tabulator.withoutAdmission().tabulate(exams(month), reference.of(month)));
    }

    /** Attacks everything that was ever released, with the store as the truth. */
    public List<Attack.Attempt> attack() {
        List<StoredRelease> releases = sources.ledger().all();
        Truth truth = new Truth();
        Map<YearMonth, History> histories = new HashMap<>();
        for (YearMonth month :
                new TreeSet<>(releases.stream().map(StoredRelease::period).toList())) {
            List<AssessedExam> exams = exams(month);
            truth.add(tabulator.withoutAdmission().tabulate(exams, Reference.NONE), exams);
            histories.put(month, closer.history(month));
        }
        truth.word(site.origin().softwareVersion());
        reference.words().forEach(truth::word);
        site.names().forEach(truth::identifier);
        List<Published> published = new ArrayList<>();
        for (StoredRelease release : releases) {
            History history = histories.getOrDefault(release.period(), History.NONE);
            published.add(new Published(release.json(), history.cellsOf(release.sequence())));
        }
        return Attack.run(published, truth);
    }

    private Tabulation tabulate(YearMonth month) {
        return tabulator.tabulate(exams(month), reference.of(month));
    }

    private List<AssessedExam> exams(YearMonth month) {
        return sources.doses().exams(ExamQuery.all().from(month.atDay(1)).until(month.atEndOfMonth()));
    }
}
