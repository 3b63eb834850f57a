package org.doseagent.daemon.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.doseagent.store.StoreException;

/** The answer of {@code /healthz} and {@code /readyz}: the first problem that a list of checks finds. */
public final class Readiness {

    /** A queue that has not moved for this long is stuck, since a batch takes seconds. */
    static final Duration MAX_STANDSTILL = Duration.ofMinutes(1);

    private final List<Supplier<Optional<String>>> checks;

    /** Takes the checks in the order in which they run; cheap ones should be first. */
    public Readiness(List<Supplier<Optional<String>>> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Returns the problem in one line; empty when there is none. */
    public Optional<String> problem() {
        return checks.stream().map(Readiness::ask).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> ask(Supplier<Optional<String>> check) {
        try {
            return check.get();
        } catch (StoreException e) {
            return Optional.of("the store fails: " + e.getMessage());
        } catch (RuntimeException e) {
            return Optional.of("a check failed: " + e.getClass().getSimpleName());
        }
    }

    /** Returns the problem of a queue that has not moved for {@code standstill}; only then are the {@code waiting} objects counted. */
    public static Optional<String> standstill(Duration standstill, Supplier<Long> waiting) {
        if (standstill.compareTo(MAX_STANDSTILL) <= 0) {
            return Optional.empty();
        }
        long objects = waiting.get();
        return objects == 0
                ? Optional.empty()
                : Optional.of(
                        objects + " objects wait, and none has been processed for " + standstill.toSeconds() + " s");
    }
}
