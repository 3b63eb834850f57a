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
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.PartitionScheme;
import org.doseagent.aggregate.cells.PeriodScheme;
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
 * Closes periods: some time after the end of a period it adds the cells to the ledger; later, when enough has changed, a correction under the
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

    /** How a release is made: the cells of a period, the decision, and the partition and the periods of a year. */
    record Making(
            Function<CalendarPeriod, Tabulation> tabulate,
            Releaser releaser,
            IntFunction<PartitionScheme> partition,
            IntFunction<PeriodScheme> periods) {}

    PeriodCloser(ReleaseLedger ledger, Making making, ReleaseGate gate, Wait wait) {
        this.ledger = ledger;
        this.making = making;
        this.gate = gate;
        this.wait = wait;
    }

    /** Returns the newest month that is over for long enough. */
    private YearMonth lastMonth() {
        LocalDateTime then = LocalDateTime.ofInstant(now().minus(wait.closeAfter()), ZoneOffset.UTC);
        return YearMonth.from(then).minusMonths(1);
    }

    /** Returns the newest period that may be closed now, the shortest of those that end in the same month. */
    CalendarPeriod lastClosable() {
        YearMonth month = lastMonth();
        List<CalendarPeriod> ending = endingIn(month);
        while (ending.isEmpty()) { // every scheme has a period that ends in December
            month = month.minusMonths(1);
            ending = endingIn(month);
        }
        return ending.get(0);
    }

    /** Returns the periods of the year's scheme that end in a month, the shortest first. */
    private List<CalendarPeriod> endingIn(YearMonth month) {
        return making.periods().apply(month.getYear()).all().stream()
                .map(months -> CalendarPeriod.around(month, months))
                .filter(period -> period.last().equals(month))
                .toList();
    }

    /** Returns the time from which a period may be closed. */
    Instant closableFrom(CalendarPeriod period) {
        return period.end().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).plus(wait.closeAfter());
    }

    /** Returns exactly the bytes that would be released now; if nothing would, those released last. */
    byte[] preview(CalendarPeriod period) {
        return decide(period)
                .release()
                .map(Release::json)
                .or(() -> ledger.find(period).map(StoredRelease::json))
                .orElseThrow();
    }

    /** Returns the bytes of a first release of a month with these exams. */
    byte[] draft(CalendarPeriod period, Tabulation exams) {
        LocalDate day = LocalDate.ofInstant(closableFrom(period), ZoneOffset.UTC);
        return making.releaser()
                .decide(period, exams, History.NONE, day)
                .release()
                .orElseThrow()
                .json();
    }

    /** Returns what closing a month now would do; changes nothing and ignores the waiting time. */
    Decision decide(CalendarPeriod period) {
        History history = history(period);
        if (history.latest().isPresent() && gate.obstacle(period).isPresent()) {
            return new Decision(Optional.empty(), false, List.of());
        }
        LocalDate day =
                LocalDate.ofInstant(history.latest().isPresent() ? now() : closableFrom(period), ZoneOffset.UTC);
        return making.releaser().decide(period, making.tabulate().apply(period), history, day);
    }

    /** Returns what was released of a period. */
    History history(CalendarPeriod period) {
        List<StoredRelease> releases = ledger.ofPeriod(period);
        if (releases.isEmpty()) {
            return History.NONE;
        }
        return new History(
                Optional.of(releases.get(0).document()),
                ledger.cells(period),
                releases.get(releases.size() - 1).closedAt(),
                ledger.rules(period).orElse(Releaser.RULES));
    }

    /** Releases or corrects a period, if that is allowed. */
    CloseOutcome close(CalendarPeriod period) {
        if (now().isBefore(closableFrom(period))) {
            return CloseOutcome.TOO_EARLY;
        }
        ledger.openJournal();
        if (gate.obstacle(period).isPresent()) {
            return CloseOutcome.BLOCKED;
        }
        choosePeriods(period.year());
        Decision decision = decide(period);
        boolean isFirst = ledger.find(period).isEmpty();
        if (!decision.isDue()) {
            return isFirst ? CloseOutcome.NOTHING_TO_RELEASE : CloseOutcome.RELEASED_BEFORE;
        }
        PartitionScheme partition = making.partition().apply(period.year());
        if (!ledger.add(
                decision.release().orElseThrow(), partition, making.releaser().signer()::signature)) {
            return CloseOutcome.RELEASED_BEFORE;
        }
        return isFirst ? CloseOutcome.RELEASED : CloseOutcome.CORRECTED;
    }

    /** Keeps the lengths of a year's periods before anything of the year is released. Months need no choice until then. */
    private void choosePeriods(int year) {
        if (ledger.periods(year).isEmpty()) {
            PeriodScheme scheme = making.periods().apply(year);
            if (!scheme.equals(PeriodScheme.MONTHLY)) {
                ledger.choosePeriods(year, scheme);
                LOG.info("event=periods-chosen year={} scheme=\"{}\"", year, scheme.text());
            }
        }
    }

    /**
     * Closes every period that ended in the last year, may be closed and is still open, and once a day makes the corrections that are due.
     * Returns the number of releases.
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
        YearMonth last = lastMonth();
        for (int back = MONTHS_BACK - 1; back >= 0; back--) {
            for (CalendarPeriod period : endingIn(last.minusMonths(back))) {
                if (isWithCorrections || ledger.find(period).isEmpty()) {
                    released += isReleased(period, isWithCorrections) ? 1 : 0;
                }
            }
        }
        return released;
    }

    private boolean isReleased(CalendarPeriod period, boolean logsBlocks) {
        CloseOutcome outcome = close(period);
        if (outcome == CloseOutcome.BLOCKED && logsBlocks) {
            LOG.error(
                    "event=release-blocked period={} reason=\"{}\"",
                    period,
                    gate.obstacle(period).orElse(""));
        }
        return outcome == CloseOutcome.RELEASED || outcome == CloseOutcome.CORRECTED;
    }

    private Instant now() {
        return wait.clock().instant();
    }
}
