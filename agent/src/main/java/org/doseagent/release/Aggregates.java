package org.doseagent.release;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.aggregate.attack.Attack;
import org.doseagent.aggregate.attack.Published;
import org.doseagent.aggregate.attack.Truth;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.aggregate.cells.Origin;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.KeyedHash;
import org.doseagent.aggregate.control.ReleasedCell;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.control.Verifier;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.Quantity;
import org.doseagent.drl.Categories.Category;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.Levels;
import org.doseagent.store.DataDirectory;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;

/** What leaves, built from settings, store and ledger: closing, and checking what was closed. Thread-safe. */
public final class Aggregates {

    private static final String LOINC = "http://loinc.org";
    private static final String RADLEX = "http://www.radlex.org";

    private final Levels levels;
    private final Stores stores;
    private final Site site;
    private final Tabulator tabulator;
    private final KeyedHash hash;
    private final Signer signer;
    private final PeriodCloser closer;

    /** Where exams, releases and the keys of the site are. */
    public record Stores(DoseStore doses, ReleaseLedger ledger, DataDirectory directory) {}

    /**
     * Who releases, and by which clock.
     *
     * @param identifiers words that must never leave, such as the site id and the AE title: the attack looks for them
     * @param version of the program
     */
    public record Site(String facility, List<String> identifiers, Inventory inventory, String version, Clock clock) {
        public Site {
            identifiers = List.copyOf(identifiers);
        }
    }

    public Aggregates(ReleaseSettings settings, Stores stores, Levels levels, Site site) {
        this.levels = levels;
        this.stores = stores;
        this.site = site;
        SecureRandom random = new SecureRandom();
        hash = new KeyedHash(stores.directory().secret(random));
        signer = new Signer(stores.directory().signingKeys(random));
        DisclosureControl control = new DisclosureControl(settings.thresholds(), settings.privacy());
        tabulator = new Tabulator(control, site.inventory(), hash);
        Origin origin = new Origin(
                site.facility(),
                settings.country(),
                site.version(),
                levels.mapping().version());
        closer = new PeriodCloser(
                stores.ledger(),
                this::tabulate,
                new Releaser(control, origin, signer, hash),
                new PeriodCloser.Wait(settings.closeAfter(), site.clock()));
    }

    public PeriodCloser closer() {
        return closer;
    }

    /** Returns the public key that releases are signed with, X.509 SubjectPublicKeyInfo in base64. */
    public String publicKey() {
        return signer.publicKey();
    }

    /** Returns the exams of a month in cells. */
    public Tabulation tabulate(YearMonth month) {
        return tabulator.tabulate(exams(month), reference(month));
    }

    private List<AssessedExam> exams(YearMonth month) {
        return stores.doses().exams(ExamQuery.all().from(month.atDay(1)).until(month.atEndOfMonth()));
    }

    /** Makes a release again from the store, and compares. */
    public Verifier.Result verify(StoredRelease release) {
        YearMonth month = YearMonth.parse(release.period());
        List<ReleasedCell> cells = closer.history(month).cells().stream()
                .filter(cell -> cell.sequence() == release.sequence())
                .toList();
        return new Verifier(hash).verify(month, release.json(), cells, tabulate(month));
    }

    /** Tries to undo the control on everything that ever left, with the store as the truth. */
    public List<Attack.Attempt> attack() {
        Truth truth = new Truth();
        List<StoredRelease> releases = stores.ledger().all();
        Set<String> months = new TreeSet<>();
        releases.forEach(release -> months.add(release.period()));
        Map<String, List<ReleasedCell>> cells = new HashMap<>();
        for (String month : months) {
            List<AssessedExam> exams = exams(YearMonth.parse(month));
            truth.add(tabulator.tabulate(exams, Reference.NONE), exams);
            cells.put(month, closer.history(YearMonth.parse(month)).cells());
        }
        words().forEach(truth::word);
        site.identifiers().forEach(truth::identifier);
        return Attack.run(
                releases.stream()
                        .map(release -> new Published(
                                release.json(),
                                cells.getOrDefault(release.period(), List.of()).stream()
                                        .filter(cell -> cell.sequence() == release.sequence())
                                        .toList()))
                        .toList(),
                truth);
    }

    /** What every site may say. */
    private List<String> words() {
        List<String> words =
                new ArrayList<>(List.of(site.version(), levels.mapping().version()));
        for (Category category : levels.categories().all()) {
            words.add(category.id());
            words.addAll(category.procedures());
        }
        levels.sets().forEach(set -> words.addAll(List.of(set.id(), set.jurisdiction())));
        return words;
    }

    private Reference reference(YearMonth month) {
        Map<String, List<Reference.PublishedCode>> codes = new HashMap<>();
        for (Category category : levels.categories().all()) {
            codes.put(
                    category.id(),
                    category.procedures().stream().map(Aggregates::code).toList());
        }
        return new Reference(
                levels.sets().stream()
                        .filter(DrlSet::isTrusted)
                        .filter(set -> isValidOn(set, month.atDay(1)) && isValidOn(set, month.atEndOfMonth()))
                        .flatMap(set -> set.rows().stream()
                                .filter(row -> !row.goesByWeight() && isPerPart(set, row))
                                .map(row -> level(set, row)))
                        .toList(),
                codes);
    }

    private static boolean isValidOn(DrlSet set, LocalDate day) {
        return set.isValidOn(day);
    }

    /** A cell's DLP is the total of the part with timing runs; its CTDIvol is the largest, which every scope is compared with. */
    private static boolean isPerPart(DrlSet set, DrlSet.Row row) {
        return row.quantity() == Quantity.CTDIVOL || (row.scope() == DrlSet.Scope.EXAM && set.countsLocalizers());
    }

    private static Level level(DrlSet set, DrlSet.Row row) {
        return new Level(
                new Level.DrlSetId(set.id(), set.jurisdiction(), set.sha256()),
                row.category(),
                row.quantity(),
                row.phantomCm(),
                row.minDays(),
                row.maxDays(),
                row.value());
    }

    private static Reference.PublishedCode code(String code) {
        return new Reference.PublishedCode(code.startsWith("RPID") ? RADLEX : LOINC, code);
    }
}
