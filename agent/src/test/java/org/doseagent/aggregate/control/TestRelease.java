package org.doseagent.aggregate.control;

import java.math.BigDecimal;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Origin;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.dose.AssessedExam;
import org.doseagent.dose.KeyedHash;

/** A site in miniature: releases periods and remembers them, as closer and ledger do, without a database. */
public final class TestRelease {

    public static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    public static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef", "IE", "1.0", "abc");
    public static final KeyedHash HASH = new KeyedHash(new byte[32]);
    public static final DisclosureControl CONTROL =
            new DisclosureControl(DisclosureControl.Thresholds.DEFAULT, Optional.empty());
    public static final Signer SIGNER = new Signer(keys());

    private final DisclosureControl control;
    private final Inventory inventory;
    private final Reference reference;
    private final Map<YearMonth, History> ledger = new HashMap<>();
    public final List<Release> released = new ArrayList<>();

    public TestRelease(DisclosureControl control, Inventory inventory, Reference reference) {
        this.control = control;
        this.inventory = inventory;
        this.reference = reference;
    }

    static TestRelease usual() {
        return new TestRelease(CONTROL, Inventory.NONE, Reference.NONE);
    }

    static DisclosureControl withPrivacy(String epsilonPerCell, String epsilonPerPeriod) {
        return new DisclosureControl(
                DisclosureControl.Thresholds.DEFAULT,
                Optional.of(new DifferentialPrivacy(new BigDecimal(epsilonPerCell), new BigDecimal(epsilonPerPeriod))));
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Tabulation tabulate(List<AssessedExam> exams) {
        return new Tabulator(control, inventory, HASH).tabulate(exams, reference);
    }

    /** Closes a period and remembers what left. */
    public Decision close(YearMonth period, List<AssessedExam> exams) {
        Decision decision = decide(period, exams);
        if (decision.isDue()) {
            remember(decision.document().orElseThrow());
        }
        return decision;
    }

    Decision decide(YearMonth period, List<AssessedExam> exams) {
        return new Releaser(control, ORIGIN, SIGNER, HASH)
                .decide(
                        period,
                        tabulate(exams),
                        history(period),
                        LocalDate.of(2026, 11, 15)
                                .plusDays(history(period).cells().size()));
    }

    History history(YearMonth period) {
        return ledger.getOrDefault(period, History.NONE);
    }

    List<ReleasedCell> cellsOf(Release release) {
        return history(release.period()).cells().stream()
                .filter(cell -> cell.sequence() == release.sequence())
                .toList();
    }

    private void remember(Release release) {
        released.add(release);
        History before = history(release.period());
        List<ReleasedCell> cells = new ArrayList<>(before.cells());
        for (Release.LedgerCell cell : release.cells()) {
            cells.add(new ReleasedCell(
                    release.sequence(),
                    cell.fromSequence(),
                    cell.key(),
                    cell.json(),
                    cell.merkleRoot(),
                    cell.epsilon(),
                    cell.fromSequence() == release.sequence()
                            ? new TreeSet<>(cell.leaves())
                            : before.cells().stream()
                                    .filter(old -> old.sequence() == cell.fromSequence()
                                            && old.key().equals(cell.key()))
                                    .findFirst()
                                    .orElseThrow()
                                    .leaves()));
        }
        ledger.put(
                release.period(),
                new History(
                        Optional.of(new History.Latest(release.sequence(), release.submissionId(), release.json())),
                        cells));
    }
}
