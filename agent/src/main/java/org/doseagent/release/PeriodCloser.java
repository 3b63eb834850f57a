package org.doseagent.release;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.Tabulation;
import org.doseagent.aggregate.control.Decision;
import org.doseagent.aggregate.control.History;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Releaser;
import org.doseagent.store.ledger.ReleaseLedger;
import org.doseagent.store.ledger.StoredRelease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes months: some time after the end of a month it adds the cells to the ledger; later, when enough has changed, a correction under the
 * next sequence. Handles cells, never exams. Thread-safe.
 */
final class PeriodCloser {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodCloser.class);

    /** How many months back the timer looks, so that an agent that was stopped for a while catches up. */
    private static final int MONTHS_BACK = 12;

    private final ReleaseLedger ledger;
    private final Making making;
    private final ReleaseGate gate;
    private final Wait wait;
    private final AtomicReference<LocalDate> correctedOn = new AtomicReference<>(LocalDate.MIN);

    /** How long after its end a month stays open for late reports, and the clock. */
    record Wait(Duration closeAfter, Clock clock) {}

    /** How a release is made: the cells of a month, the decision, and the partition of a year. */
    record Making(
            Function<YearMonth, Tabulation> tabulate, Releaser releaser, IntFunction<PartitionScheme> partition) {}

    PeriodCloser(ReleaseLedger ledger, Making making, ReleaseGate gate, Wait wait) {
        this.ledger = ledger;
        this.making = making;
        this.gate = gate;
        this.wait = wait;
    }

    /** Returns the newest month that may be closed now. */
    YearMonth lastClosable() {
        LocalDateTime then = LocalDateTime.ofInstant(now().minus(wait.closeAfter()), ZoneOffset.UTC);
        return YearMonth.from(then).minusMonths(1);
    }

    /** Returns the time from which a month may be closed. */
    Instant closableFrom(YearMonth month) {
        return month.plusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plus(wait.closeAfter());
    }

    /** Returns exactly the bytes that would be released now; if nothing would, those released last. */
    byte[] preview(YearMonth month) {
        return decide(month)
                .release()
                .map(Release::json)
                .or(() -> ledger.find(month).map(StoredRelease::json))
                .orElseThrow();
    }

    /** Returns the bytes of a first release of a month with these exams. */
    byte[] draft(YearMonth month, Tabulation exams) {
        LocalDate day = LocalDate.ofInstant(closableFrom(month), ZoneOffset.UTC);
        return making.releaser()
                .decide(month, exams, History.NONE, day)
                .release()
                .orElseThrow()
                .json();
    }

    /** Returns what closing a month now would do; changes nothing and ignores the waiting time. */
    Decision decide(YearMonth month) {
        History history = history(month);
        if (history.latest().isPresent() && gate.obstacle(month).isPresent()) {
            return new Decision(Optional.empty(), false, List.of());
        }
        LocalDate day = LocalDate.ofInstant(history.latest().isPresent() ? now() : closableFrom(month), ZoneOffset.UTC);
        return making.releaser().decide(month, making.tabulate().apply(month), history, day);
    }

    /** Returns what was released of a month. */
    History history(YearMonth month) {
        List<StoredRelease> releases = ledger.ofPeriod(month);
        if (releases.isEmpty()) {
            return History.NONE;
        }
        return new History(
                Optional.of(releases.get(0).document()),
                ledger.cells(month),
                releases.get(releases.size() - 1).closedAt(),
                ledger.rules(month).orElse(Releaser.RULES));
    }

    /** Releases or corrects a month, if that is allowed. */
    CloseOutcome close(YearMonth month) {
        if (now().isBefore(closableFrom(month))) {
            return CloseOutcome.TOO_EARLY;
        }
        ledger.openJournal();
        if (gate.obstacle(month).isPresent()) {
            return CloseOutcome.BLOCKED;
        }
        Decision decision = decide(month);
        boolean isFirst = ledger.find(month).isEmpty();
        if (!decision.isDue()) {
            return isFirst ? CloseOutcome.NOTHING_TO_RELEASE : CloseOutcome.RELEASED_BEFORE;
        }
        PartitionScheme partition = making.partition().apply(month.getYear());
        if (!ledger.add(
                decision.release().orElseThrow(), partition, making.releaser().signer()::signature)) {
            return CloseOutcome.RELEASED_BEFORE;
        }
        return isFirst ? CloseOutcome.RELEASED : CloseOutcome.CORRECTED;
    }

    /**
     * Closes every month of the last year that may be closed and is still open, and once a day makes the corrections that are due. Returns the
     * number of releases.
     */
    int closeAll() {
        LocalDate today = LocalDate.ofInstant(now(), ZoneOffset.UTC);
        boolean isWithCorrections = !correctedOn.getAndSet(today).equals(today);
        ledger.openJournal();
        Optional<String> hold = gate.hold();
        if (hold.isPresent()) {
            if (isWithCorrections) {
                LOG.warn("event=release-on-hold reason=\"{}\"", hold.get());
            }
            return 0;
        }
        int released = 0;
        YearMonth last = lastClosable();
        for (int back = MONTHS_BACK - 1; back >= 0; back--) {
            YearMonth month = last.minusMonths(back);
            if (isWithCorrections || ledger.find(month).isEmpty()) {
                CloseOutcome outcome = close(month);
                if (outcome == CloseOutcome.BLOCKED && isWithCorrections) {
                    LOG.error(
                            "event=release-blocked period={} reason=\"{}\"",
                            month,
                            gate.obstacle(month).orElse(""));
                }
                released += outcome == CloseOutcome.RELEASED || outcome == CloseOutcome.CORRECTED ? 1 : 0;
            }
        }
        return released;
    }

    private Instant now() {
        return wait.clock().instant();
    }
}
