package org.doseagent.drl.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.AcquisitionType;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.drl.mapping.Categories.Category;
import org.doseagent.drl.mapping.Categories.Technique;

/**
 * Whether scans look like those of their category: length, runs at one place of the table, gating, number of phases.
 *
 * @param isAdult the shortest length holds for adults only
 */
record GeometryCheck(Category category, Technique technique, boolean isAdult) {

    /** Returns what contradicts the category, in one sentence; empty when nothing does. */
    Optional<String> contradiction(List<IrradiationEvent> scans) {
        return tooLong(scans)
                .or(() -> tooShort(scans))
                .or(() -> stationary(scans))
                .or(() -> gated(scans))
                .or(() -> tooFewPhases(scans));
    }

    private Optional<String> tooLong(List<IrradiationEvent> scans) {
        Optional<BigDecimal> longest = scans.stream()
                .filter(scan -> !isStationary(scan))
                .flatMap(scan -> scan.scan().scanLengthMm().stream())
                .max(BigDecimal::compareTo);
        return category.geometry()
                .maxLengthMm()
                .filter(max -> longest.isPresent() && longest.get().compareTo(BigDecimal.valueOf(max)) > 0)
                .map(max -> "the texts mean " + category.id() + ", but a scan is " + whole(longest.orElseThrow())
                        + " mm long, and " + max + " mm is the most for that category");
    }

    /** Scans without a length could be of any, so nothing is said where one has none. */
    private Optional<String> tooShort(List<IrradiationEvent> scans) {
        boolean isKnown =
                scans.stream().allMatch(scan -> scan.scan().scanLengthMm().isPresent());
        BigDecimal together = scans.stream()
                .flatMap(scan -> scan.scan().scanLengthMm().stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return category.geometry()
                .minLengthMm()
                .filter(min -> isAdult && isKnown && together.compareTo(BigDecimal.valueOf(min)) < 0)
                .map(min -> "the texts mean " + category.id() + ", but the scans are together " + whole(together)
                        + " mm long, and " + min + " mm is the least for that category");
    }

    private Optional<String> stationary(List<IrradiationEvent> scans) {
        boolean hasRun = scans.stream()
                .filter(GeometryCheck::isStationary)
                .flatMap(scan -> scan.scan().exposureTimeS().stream())
                .anyMatch(seconds -> seconds.compareTo(technique.stationaryRunSeconds()) >= 0);
        return hasRun && !category.geometry().mayBeStationary()
                ? Optional.of("the texts mean " + category.id()
                        + ", but a scan is a run at one place of the table of at least "
                        + technique.stationaryRunSeconds() + " s")
                : Optional.empty();
    }

    private Optional<String> gated(List<IrradiationEvent> scans) {
        boolean isTrunk =
                category.body().contains(BodyPart.CHEST) || category.body().contains(BodyPart.ABDOMEN);
        boolean isGated = scans.stream()
                .filter(scan -> scan.acquisitionType()
                        .filter(type -> type == AcquisitionType.SPIRAL)
                        .isPresent())
                .flatMap(scan -> scan.scan().pitch().stream())
                .anyMatch(pitch -> pitch.signum() > 0 && pitch.compareTo(technique.gatedPitch()) <= 0);
        return isTrunk && isGated && !category.geometry().mayBeGated()
                ? Optional.of("the texts mean " + category.id() + ", but a scan has a pitch of "
                        + technique.gatedPitch() + " or less, as scans gated by the heart or respiration have")
                : Optional.empty();
    }

    private Optional<String> tooFewPhases(List<IrradiationEvent> scans) {
        return category.geometry()
                .minPhases()
                .filter(min -> scans.size() < min)
                .map(min -> "the texts mean " + category.id() + ", which has at least " + min + " phases, but there "
                        + (scans.size() == 1 ? "is 1 scan" : "are " + scans.size() + " scans"));
    }

    private static boolean isStationary(IrradiationEvent scan) {
        return scan.acquisitionType()
                .filter(type -> type == AcquisitionType.STATIONARY)
                .isPresent();
    }

    private static BigDecimal whole(BigDecimal millimetres) {
        return millimetres.setScale(0, RoundingMode.HALF_UP);
    }
}
