package org.doseagent.release;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.doseagent.aggregate.cells.CellKey;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.control.Decision;
import org.doseagent.aggregate.control.History;
import org.doseagent.aggregate.control.Leaf;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.ReleasedCell;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.store.ledger.ReleaseDraft;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredCell;
import org.doseagent.store.ledger.StoredLeaf;
import org.doseagent.store.ledger.StoredRelease;

/**
 * Closes months: once a month is over for long enough, its cells go into the ledger; later, where enough has changed, a correction under the
 * next sequence. Sees cells, never exams. Thread-safe.
 */
public final class PeriodCloser {

    /** What came of closing a month. */
    public enum Outcome {
        RELEASED,
        /** The month was released before, and enough has changed since. */
        CORRECTED,
        /** The ledger has it, and too little has changed for a correction; a period leaves once. */
        RELEASED_BEFORE,
        /** The month, or the wait after it, is not over. */
        TOO_EARLY,
        /** No cell may leave; the month stays open for late reports. */
        NOTHING_TO_RELEASE
    }

    /** How many months back the timer looks, so that an agent that was off for a while catches up. */
    private static final int MONTHS_BACK = 12;

    private final ReleaseLedger ledger;
    private final Function<YearMonth, Tabulation> tabulate;
    private final Releaser releaser;
    private final Wait wait;
    private final AtomicReference<LocalDate> correctedOn = new AtomicReference<>(LocalDate.MIN);

    /** How long after the end of a month it stays open for late reports, by which clock. */
    public record Wait(Duration closeAfter, Clock clock) {}

    public PeriodCloser(ReleaseLedger ledger, Function<YearMonth, Tabulation> tabulate, Releaser releaser, Wait wait) {
        this.ledger = ledger;
        this.tabulate = tabulate;
        this.releaser = releaser;
        this.wait = wait;
    }

    /** Returns the newest month that may be closed now. */
    public YearMonth lastClosable() {
        LocalDateTime then = LocalDateTime.ofInstant(now().minus(wait.closeAfter()), ZoneOffset.UTC);
        return YearMonth.from(then).minusMonths(1);
    }

    /** Returns from when on a month may be closed. */
    public Instant closableFrom(YearMonth month) {
        return month.plusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plus(wait.closeAfter());
    }

    /** Returns exactly the bytes that would leave now; where nothing would, those that left. */
    public byte[] preview(YearMonth month) {
        return decide(month)
                .document()
                .map(Release::json)
                .or(() -> ledger.find(month.toString()).map(StoredRelease::json))
                .orElseThrow();
    }

    /** Returns what closing a month now would come to; changes nothing, and does not look at the wait. */
    public Decision decide(YearMonth month) {
        History history = history(month);
        LocalDate day = LocalDate.ofInstant(history.latest().isPresent() ? now() : closableFrom(month), ZoneOffset.UTC);
        return releaser.decide(month, tabulate.apply(month), history, day);
    }

    /** Returns what was released of a month. */
    public History history(YearMonth month) {
        Optional<StoredRelease> latest = ledger.find(month.toString());
        if (latest.isEmpty()) {
            return History.NONE;
        }
        return new History(
                latest.map(release -> new History.Latest(release.sequence(), release.submissionId(), release.json())),
                ledger.cells(month.toString()).stream().map(PeriodCloser::cell).toList());
    }

    private static ReleasedCell cell(StoredCell cell) {
        Set<Leaf> leaves = new HashSet<>();
        cell.leaves().forEach(leaf -> leaves.add(new Leaf(leaf.part(), leaf.value())));
        return new ReleasedCell(
                cell.sequence(),
                cell.fromSequence(),
                CellKey.parse(cell.key()),
                cell.json(),
                cell.merkleRoot(),
                cell.epsilon(),
                leaves);
    }

    /** Releases or corrects a month, if it may be. */
    public Outcome close(YearMonth month) {
        if (now().isBefore(closableFrom(month))) {
            return Outcome.TOO_EARLY;
        }
        Decision decision = decide(month);
        boolean isFirst = ledger.find(month.toString()).isEmpty();
        if (!decision.isDue()) {
            return isFirst ? Outcome.NOTHING_TO_RELEASE : Outcome.RELEASED_BEFORE;
        }
        if (!ledger.add(draft(decision.document().orElseThrow()))) {
            return Outcome.RELEASED_BEFORE;
        }
        return isFirst ? Outcome.RELEASED : Outcome.CORRECTED;
    }

    private static ReleaseDraft draft(Release release) {
        return new ReleaseDraft(
                release.period().toString(),
                release.sequence(),
                release.submissionId(),
                release.json(),
                release.cells().stream().map(PeriodCloser::draft).toList());
    }

    private static ReleaseDraft.Cell draft(Release.LedgerCell cell) {
        List<StoredLeaf> leaves = cell.leaves().stream()
                .map(leaf -> new StoredLeaf(leaf.part(), leaf.value()))
                .toList();
        return new ReleaseDraft.Cell(
                cell.key().text(), cell.fromSequence(), cell.json(), cell.merkleRoot(), cell.epsilon(), leaves);
    }

    /**
     * Closes every month of the last year that may be closed and is not, and once a day looks whether a released one needs a correction.
     * Returns how many releases were made.
     */
    public int closeAll() {
        LocalDate today = LocalDate.ofInstant(now(), ZoneOffset.UTC);
        boolean isWithCorrections = !correctedOn.getAndSet(today).equals(today);
        int released = 0;
        YearMonth last = lastClosable();
        for (int back = MONTHS_BACK - 1; back >= 0; back--) {
            YearMonth month = last.minusMonths(back);
            if (isWithCorrections || ledger.find(month.toString()).isEmpty()) {
                Outcome outcome = close(month);
                released += outcome == Outcome.RELEASED || outcome == Outcome.CORRECTED ? 1 : 0;
            }
        }
        return released;
    }

    private Instant now() {
        return wait.clock().instant();
    }
}
