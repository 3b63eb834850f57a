package org.doseagent.release;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.attack.Attack;
import org.doseagent.aggregate.attack.Published;
import org.doseagent.aggregate.attack.Truth;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.History;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.aggregate.control.Verifier;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.store.ledger.ReleaseJournal;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;

/** Verifies and attacks what was released. Counts the exams of every scanner and sender, each in its finest cell. Thread-safe. */
final class ReleaseCheck {

    private final ReleaseService.Sources sources;
    private final ReleaseService.Site site;
    private final SiteReference reference;
    private final PeriodCloser closer;

    ReleaseCheck(
            ReleaseService.Sources sources,
            ReleaseService.Site site,
            SiteReference reference,
            PeriodCloser closer) {
        this.sources = sources;
        this.site = site;
        this.reference = reference;
        this.closer = closer;
    }

    Verifier.Result verify(StoredRelease release, Signer.PublicKeyText key) {
        YearMonth month = release.period();
        History history = closer.history(month);
        Optional<String> supersedes = sources.ledger().ofPeriod(month).stream()
                .filter(each -> each.sequence() == release.sequence() - 1)
                .map(StoredRelease::submissionId)
                .findFirst();
        return new Verifier(site.keys().hash(history.rules()), key)
                .verify(
                        new Release(release.document(), history.cellsOf(release.sequence())),
                        new Verifier.Expected(site.origin().facility(), supersedes, history.rules()),
                        everything(history).tabulate(sources.exams(month), reference.of(month)));
    }

    List<String> ledgerProblems(Signer.PublicKeyText key) {
        ReleaseLedger ledger = sources.ledger();
        List<String> problems = new ArrayList<>();
        ledger.firstBrokenCell()
                .ifPresent(cell -> problems.add(
                        "the ledger was changed; the first cell that breaks its hash chain is " + cell));
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

    List<Attack.Attempt> attack() {
        List<StoredRelease> releases = sources.ledger().all();
        Truth truth = new Truth();
        Map<YearMonth, History> histories = new HashMap<>();
        for (YearMonth month :
                new TreeSet<>(releases.stream().map(StoredRelease::period).toList())) {
            List<AssessedExam> exams = sources.exams(month);
            History history = closer.history(month);
            truth.add(everything(history).tabulate(exams, Reference.NONE), exams);
            histories.put(month, history);
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

    private Tabulator everything(History history) {
        boolean isOfPersons = history.rules() == History.NONE.rules();
        UnaryOperator<org.doseagent.dose.identity.PatientKey> persons =
                isOfPersons ? sources.persons()::personOf : UnaryOperator.identity();
        return new Tabulator(
                site.inventory(),
                new Tabulator.Counting(Admission.ALL, PartitionScheme.FINEST, persons),
                site.keys().hash(history.rules()));
    }
}
