package org.doseagent.forward;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.doseagent.aggregate.DisclosureControl;
import org.doseagent.aggregate.Origin;
import org.doseagent.aggregate.Release;
import org.doseagent.aggregate.Tabulation;
import org.doseagent.store.ReleaseLedger;
import org.doseagent.store.StoredRelease;

/** Closes months: once a month is over for long enough, its cells go into the ledger, once. Sees cells, never exams. Thread-safe. */
public final class PeriodCloser {

    /** What came of closing a month. */
    public enum Outcome {
        RELEASED,
        /** The ledger has it; a period leaves once. */
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
    private final DisclosureControl control;
    private final Origin origin;
    private final Duration closeAfter;
    private final Clock clock;

    public PeriodCloser(
            ReleaseLedger ledger,
            Function<YearMonth, Tabulation> tabulate,
            DisclosureControl control,
            Origin origin,
            Duration closeAfter,
            Clock clock) {
        this.ledger = ledger;
        this.tabulate = tabulate;
        this.control = control;
        this.origin = origin;
        this.closeAfter = closeAfter;
        this.clock = clock;
    }

    /** Returns the newest month that may be closed now. */
    public YearMonth lastClosable() {
        LocalDateTime then = LocalDateTime.ofInstant(clock.instant().minus(closeAfter), ZoneOffset.UTC);
        return YearMonth.from(then).minusMonths(1);
    }

    /** Returns from when on a month may be closed. */
    public Instant closableFrom(YearMonth month) {
        return month.plusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .plus(closeAfter);
    }

    /** Returns exactly the bytes that left, or that would leave now. */
    public byte[] preview(YearMonth month) {
        Optional<StoredRelease> released = ledger.find(month.toString());
        return released.map(StoredRelease::json)
                .orElseGet(() -> release(month, tabulate.apply(month)).json());
    }

    public Outcome close(YearMonth month) {
        if (ledger.find(month.toString()).isPresent()) {
            return Outcome.RELEASED_BEFORE;
        }
        if (clock.instant().isBefore(closableFrom(month))) {
            return Outcome.TOO_EARLY;
        }
        Tabulation tabulation = tabulate.apply(month);
        if (tabulation.cells().isEmpty()) {
            return Outcome.NOTHING_TO_RELEASE;
        }
        Release release = release(month, tabulation);
        return ledger.add(month.toString(), release.submissionId(), release.json())
                ? Outcome.RELEASED
                : Outcome.RELEASED_BEFORE;
    }

    /** Closes every month of the last year that may be closed and is not; returns how many were released. */
    public int closeAll() {
        int released = 0;
        YearMonth last = lastClosable();
        for (int back = MONTHS_BACK - 1; back >= 0; back--) {
            released += close(last.minusMonths(back)) == Outcome.RELEASED ? 1 : 0;
        }
        return released;
    }

    private Release release(YearMonth month, Tabulation tabulation) {
        return Release.of(month, tabulation.cells(), control, origin);
    }
}
