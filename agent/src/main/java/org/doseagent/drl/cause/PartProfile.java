package org.doseagent.drl.cause;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Percentiles;
import org.doseagent.drl.phase.Phases;

/**
 * What makes the DLP of one part of an exam: the diagnostic events on its phantom. Their DLP is {@code ctdiVol * length / 10 * phases *
 * repeatFactor}.
 *
 * @param dlpMGyCm of all diagnostic events
 * @param ctdiVolMGy mean of the events that repeat none, weighted by their lengths
 * @param lengthMm mean length of a phase
 * @param repeatFactor the DLP of all events, divided by that of the events that repeat none
 * @param tube what the reports state of the tube
 * @param diameterMm water-equivalent diameter, mean of the events
 */
public record PartProfile(
        double dlpMGyCm,
        double ctdiVolMGy,
        double lengthMm,
        int phases,
        double repeatFactor,
        Tube tube,
        OptionalDouble diameterMm,
        OptionalDouble weightKg) {

    /**
     * The tube, mean of the events weighted by their lengths.
     *
     * @param kvp tube potential in kV
     * @param mas tube current of all sources times the time of a rotation, in mA·s
     */
    public record Tube(OptionalDouble kvp, OptionalDouble mas, OptionalDouble pitch) {}

    /** A scan with the two numbers that make its DLP. */
    private record Scan(IrradiationEvent event, double dlp, double lengthMm) {}

    /** Returns the profile of a part; empty where CTDIvol, DLP or their phantom is missing. */
    public static Optional<PartProfile> of(Exam exam, ExamPart part) {
        if (part.phantomCm().isEmpty()) {
            return Optional.empty();
        }
        List<Integer> repeated = Phases.repeated(exam);
        List<Scan> scans = new ArrayList<>();
        double dlp = 0;
        for (int index : part.eventIndices()) {
            IrradiationEvent event = exam.events().get(index);
            boolean counts = event.role() == EventRole.DIAGNOSTIC
                    && event.dose().phantomCm().equals(part.phantomCm());
            Optional<Scan> scan = counts ? scan(event) : Optional.empty();
            if (scan.isPresent()) {
                dlp += scan.get().dlp();
                if (!repeated.contains(index)) {
                    scans.add(scan.get());
                }
            }
        }
        int phases = Phases.of(exam, part.eventIndices()).count();
        return scans.isEmpty() || phases == 0 ? Optional.empty() : Optional.of(of(exam, scans, dlp, phases));
    }

    private static PartProfile of(Exam exam, List<Scan> scans, double dlp, int phases) {
        double once = scans.stream().mapToDouble(Scan::dlp).sum();
        double length = scans.stream().mapToDouble(Scan::lengthMm).sum();
        return new PartProfile(
                dlp,
                once / length * 10,
                length / phases,
                phases,
                dlp / once,
                new Tube(
                        mean(scans, PartProfile::kvp),
                        mean(scans, PartProfile::mas),
                        mean(scans, event -> positive(event.scan().pitch().orElse(BigDecimal.ZERO)))),
                mean(
                        scans,
                        event -> positive(
                                event.dose().waterEquivalentDiameterMm().orElse(BigDecimal.ZERO))),
                positive(exam.patient().weightKg().orElse(BigDecimal.ZERO)));
    }

    private static Optional<Scan> scan(IrradiationEvent event) {
        OptionalDouble dlp = positive(event.dose().dlpMGyCm().orElse(BigDecimal.ZERO));
        OptionalDouble ctdiVol = positive(event.dose().ctdiVolMGy().orElse(BigDecimal.ZERO));
        if (dlp.isEmpty() || ctdiVol.isEmpty()) {
            return Optional.empty();
        }
        // The length that CTDIvol and DLP agree on; the reported one leaves out what the scan begins and ends with.
        return Optional.of(new Scan(event, dlp.getAsDouble(), dlp.getAsDouble() / ctdiVol.getAsDouble() * 10));
    }

    /** Where one scan lacks a value, the mean is unknown. */
    private static OptionalDouble mean(List<Scan> scans, Function<IrradiationEvent, OptionalDouble> value) {
        double sum = 0;
        double weight = 0;
        for (Scan scan : scans) {
            OptionalDouble each = value.apply(scan.event());
            if (each.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += each.getAsDouble() * scan.lengthMm();
            weight += scan.lengthMm();
        }
        return weight > 0 ? OptionalDouble.of(sum / weight) : OptionalDouble.empty();
    }

    /** The potential of the source with the highest current; two sources of a dual-energy scan have two. */
    private static OptionalDouble kvp(IrradiationEvent event) {
        return event.scan().xraySources().stream()
                .filter(source -> source.kvp().filter(kvp -> kvp.signum() > 0).isPresent())
                .max(java.util.Comparator.comparing(
                        source -> source.tubeCurrentMeanMa().orElse(BigDecimal.ZERO)))
                .map(source -> positive(source.kvp().orElse(BigDecimal.ZERO)))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble mas(IrradiationEvent event) {
        double mas = 0;
        for (var source : event.scan().xraySources()) {
            OptionalDouble current = positive(source.tubeCurrentMeanMa().orElse(BigDecimal.ZERO));
            OptionalDouble seconds = positive(source.exposureTimePerRotationS().orElse(BigDecimal.ZERO));
            if (current.isEmpty() || seconds.isEmpty()) {
                return OptionalDouble.empty();
            }
            mas += current.getAsDouble() * seconds.getAsDouble();
        }
        return mas > 0 ? OptionalDouble.of(mas) : OptionalDouble.empty();
    }

    private static OptionalDouble positive(BigDecimal value) {
        return value.signum() > 0 ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    /** Returns the median of a value over profiles that have it; empty if fewer than half have it. */
    static OptionalDouble median(List<PartProfile> profiles, Function<PartProfile, OptionalDouble> value) {
        double[] values = profiles.stream()
                .map(value)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        if (values.length == 0 || values.length * 2 < profiles.size()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Percentiles.median(values));
    }

    /** Returns the median of a value that every profile has. */
    static double medianOf(List<PartProfile> profiles, ToDoubleFunction<PartProfile> value) {
        return Objects.requireNonNull(median(profiles, profile -> OptionalDouble.of(value.applyAsDouble(profile))))
                .orElseThrow();
    }
}
