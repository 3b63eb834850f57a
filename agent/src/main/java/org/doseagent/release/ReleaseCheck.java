package org.doseagent.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.attack.Attack;
import org.doseagent.aggregate.attack.Published;
import org.doseagent.aggregate.attack.ReleaseGame;
import org.doseagent.aggregate.attack.Truth;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.History;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.control.Verifier;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.store.ledger.ReleaseJournal;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;

/** Verifies and attacks what was released. Counts the exams of every scanner and sender, each in its finest cell. Thread-safe. */
final class ReleaseCheck {

    private final ReleaseService.Sources sources;
    private final ReleaseService.Site site;
    private final SiteReference reference;
    private final PeriodCloser closer;
    private final Function<CalendarPeriod, Tabulator> releasing;
    private final Releaser earlier;

    /** {@code releasing} counts as releases of a month do. */
    ReleaseCheck(
            ReleaseService.Sources sources,
            ReleaseService.Site site,
            PeriodCloser closer,
            Function<CalendarPeriod, Tabulator> releasing) {
        this.sources = sources;
        this.site = site;
        this.reference = new SiteReference(sources.levels());
        this.closer = closer;
        this.releasing = releasing;
        this.earlier = new Releaser(
                DisclosureControl.ofEarlierPrograms(),
                site.origin(),
                site.keys().signer(),
                site.keys().hash(History.NONE.rules()));
    }

    Verifier.Result verify(StoredRelease release, Signer.PublicKeyText key) {
        CalendarPeriod period = release.period();
        History history = closer.history(period);
        Optional<String> supersedes = sources.ledger().ofPeriod(period).stream()
                .filter(each -> each.sequence() == release.sequence() - 1)
                .map(StoredRelease::submissionId)
                .findFirst();
        return new Verifier(site.keys().hash(history.rules()), key)
                .verify(
                        new Release(release.document(), history.cellsOf(release.sequence())),
                        new Verifier.Expected(site.origin().facility(), supersedes, history.rules()),
                        everything(history).tabulate(sources.exams(period), reference.of(period)));
    }

    List<String> ledgerProblems(Signer.PublicKeyText key) {
        ReleaseLedger ledger = sources.ledger();
        List<String> problems = new ArrayList<>();
        ledger.firstBrokenCell()
                .ifPresent(cell ->
                        problems.add("the ledger was changed; the first cell that breaks its hash chain is " + cell));
        ledger.headProblem(key).ifPresent(problems::add);
        ledger.journal().problem().ifPresent(problems::add);
        for (ReleaseJournal.Entry entry : ledger.onlyInJournal()) {
            problems.add(entry.period() + " sequence " + entry.sequence()
                    + ": the release journal has this release, and the ledger does not have these bytes");
        }
        ledger.journal().entries().stream()
                .filter(entry -> !entry.publicKey().equals(key.base64()))
                .findFirst()
                .ifPresent(entry -> problems.add(entry.period() + " sequence " + entry.sequence()
                        + ": the release journal names another key than that of the site"));
        return problems;
    }

    List<Attack.Attempt> attack(List<StoredRelease> releases) {
        Truth truth = new Truth();
        Map<CalendarPeriod, History> histories = new HashMap<>();
        List<ReleaseGame.Month> months = new ArrayList<>();
        for (CalendarPeriod period :
                new TreeSet<>(releases.stream().map(StoredRelease::period).toList())) {
            List<AssessedExam> exams = sources.exams(period);
            History history = closer.history(period);
            truth.add(everything(history).tabulate(exams, Reference.NONE), exams);
            histories.put(period, history);
            months.add(0, new ReleaseGame.Month(period, exams));
        }
        truth.word(site.origin().softwareVersion());
        reference.words().forEach(truth::word);
        site.names().forEach(truth::identifier);
        List<Published> published = new ArrayList<>();
        for (StoredRelease release : releases) {
            History history = histories.getOrDefault(release.period(), History.NONE);
            published.add(new Published(release.json(), history.cellsOf(release.sequence())));
        }
        List<Attack.Attempt> attempts = new ArrayList<>(Attack.run(published, truth));
        attempts.add(journalAttempt());
        attempts.addAll(ReleaseGame.play(months, this::releasedInstead));
        return attempts;
    }

    /** Makes a first release of a month with other exams, under the rules that the month was released with. */
    private byte[] releasedInstead(CalendarPeriod period, List<AssessedExam> exams) {
        if (sources.ledger()
                .rules(period)
                .filter(rules -> rules < Releaser.RULES)
                .isEmpty()) {
            return closer.draft(period, releasing.apply(period).tabulate(exams, Reference.NONE));
        }
        Tabulator all =
                new Tabulator(site.inventory(), Admission.ALL, site.keys().hash(History.NONE.rules()));
        return earlier.decide(period, all.tabulate(exams, Reference.NONE), History.NONE, period.end())
                .release()
                .orElseThrow()
                .json();
    }

    /** The journal may know releases of this key that another ledger made. */
    private Attack.Attempt journalAttempt() {
        return new Attack.Attempt(
                "release journal",
                "releases of this key that the ledger does not have",
                sources.ledger().journal().entries().size(),
                sources.ledger().onlyInJournal().stream()
                        .map(entry -> entry.period() + " sequence " + entry.sequence() + " is not in the ledger")
                        .toList());
    }

    private Tabulator everything(History history) {
        boolean isOfPersons = history.rules() == History.NONE.rules();
        UnaryOperator<PatientKey> persons = isOfPersons ? sources.persons()::personOf : UnaryOperator.identity();
        return new Tabulator(
                site.inventory(),
                new Tabulator.Counting(Admission.ALL, PartitionScheme.FINEST, persons),
                site.keys().hash(history.rules()));
    }
}
