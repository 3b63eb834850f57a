package org.doseagent.drl.label;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.doseagent.dose.Code;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamPart;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.drl.cause.PartProfile;

/**
 * What is known of a part of an exam beside its names.
 *
 * @param lengthMm mean length of a phase
 * @param region code value of the target region, where all scans have the same one
 * @param ssdeMGy largest size-specific dose of a scan
 */
public record LabelFeatures(
        double ctdiVolMGy,
        double lengthMm,
        int phases,
        int phantomCm,
        Optional<String> region,
        OptionalDouble ssdeMGy) {

    /** Returns the features of a part; empty where CTDIvol, DLP or phantom is missing. */
    public static Optional<LabelFeatures> of(Exam exam, ExamPart part) {
        List<IrradiationEvent> scans = part.eventIndices().stream()
                .map(exam.events()::get)
                .filter(event -> event.role() == EventRole.DIAGNOSTIC)
                .toList();
        List<String> regions = scans.stream()
                .map(event -> event.targetRegion().map(Code::value).orElse(""))
                .distinct()
                .toList();
        OptionalDouble ssde = scans.stream()
                .flatMap(event -> event.dose().ssdeMGy().stream())
                .filter(value -> value.signum() > 0)
                .mapToDouble(BigDecimal::doubleValue)
                .max();
        return PartProfile.of(exam, part)
                .map(profile -> new LabelFeatures(
                        profile.ctdiVolMGy(),
                        profile.lengthMm(),
                        profile.phases(),
                        part.phantomCm().orElseThrow(),
                        regions.size() == 1 ? Optional.of(regions.get(0)) : Optional.empty(),
                        ssde));
    }

    /** Returns the features in words. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%.0f mm a phase, CTDIvol %.1f mGy on %d cm, phases: %d",
                lengthMm,
                ctdiVolMGy,
                phantomCm,
                phases);
    }
}
