package org.doseagent.drl;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.IrradiationEvent;

/**
 * The values of events on one phantom; values of different phantoms are never added or compared.
 *
 * @param phantomCm empty for the events of which the report does not name one of 16 or 32 cm
 */
record PhantomValues(List<IrradiationEvent> events, Optional<Integer> phantomCm) {

    PhantomValues {
        events = events.stream()
                .filter(event -> event.dose().phantomCm().equals(phantomCm))
                .toList();
    }

    /** The values on a known phantom. */
    PhantomValues(List<IrradiationEvent> events, int phantomCm) {
        this(events, Optional.of(phantomCm));
    }

    /** The values of events that are all on one phantom; at least one event. */
    static PhantomValues of(List<IrradiationEvent> events) {
        return new PhantomValues(events, events.get(0).dose().phantomCm());
    }

    private Stream<IrradiationEvent> diagnostic() {
        return events.stream().filter(event -> event.role() == EventRole.DIAGNOSTIC);
    }

    Optional<BigDecimal> largestCtdiVol() {
        return diagnostic()
                .flatMap(event -> event.dose().ctdiVolMGy().stream())
                .filter(value -> value.signum() > 0)
                .max(Comparator.naturalOrder());
    }

    Optional<BigDecimal> largestDlp() {
        return diagnostic()
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .filter(value -> value.signum() > 0)
                .max(Comparator.naturalOrder());
    }

    /** The sum is empty where a diagnostic event has a DLP of 0: it would be too small, and look like a low dose. */
    Optional<BigDecimal> dlp(boolean withLocalizers) {
        if (hasZeroDlp()) {
            return Optional.empty();
        }
        return (withLocalizers ? events.stream() : diagnostic())
                .flatMap(event -> event.dose().dlpMGyCm().stream())
                .reduce(BigDecimal::add);
    }

    boolean hasZeroDlp() {
        return diagnostic().anyMatch(event -> event.dose().hasZeroDlp());
    }

    boolean hasZeroCtdiVol() {
        return diagnostic().anyMatch(event -> event.dose().hasZeroCtdiVol());
    }
}
