package org.doseagent.drl.phase;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.doseagent.dose.EventRole;
import org.doseagent.dose.Exam;
import org.doseagent.dose.IrradiationEvent;

/**
 * The passes of an exam. A pass is a series of diagnostic scans of which no two cover the same place, so that an exam has as many phases as it
 * has passes.
 *
 * <p>A scan is a diagnostic event that moves over more than {@link #SHORTEST_SCAN_MM}, or whose length is unknown; localizers, timing runs, steps of
 * an intervention and repeated events are none. If all diagnostic events of an exam are short, it has one phase.
 *
 * @param passes positions of the events, from 0
 */
public record Phases(List<List<Integer>> passes) {

    /** Shorter events image one place of the table; it is the length of the longest timing run in {@code rdsr.Tid10013}. */
    private static final BigDecimal SHORTEST_SCAN_MM = BigDecimal.valueOf(20);

    /** Scans of one pass touch or overlap a little, because each begins before its region; scans of two passes share at least this part of the shorter. */
    private static final BigDecimal SHARED = new BigDecimal("0.5");

    public Phases {
        passes = passes.stream().map(List::copyOf).toList();
    }

    /** Returns the passes over all diagnostic events of an exam. */
    public static Phases of(Exam exam) {
        return of(exam, IntStream.range(0, exam.events().size()).boxed().toList());
    }

    /** Returns the passes over some events of an exam, such as those of one part. */
    public static Phases of(Exam exam, List<Integer> events) {
        List<List<Integer>> passes = new ArrayList<>();
        List<Integer> diagnostic = events.stream()
                .filter(event -> exam.events().get(event).role() == EventRole.DIAGNOSTIC)
                .toList();
        for (int event : diagnostic) {
            if (isScan(exam.events().get(event))) {
                passWithout(exam, passes, event).add(event);
            }
        }
        if (passes.isEmpty() && !diagnostic.isEmpty()) {
            passes.add(diagnostic);
        }
        return new Phases(passes);
    }

    /** Returns the number of phases: how often the place that was scanned most often was scanned. 0 without a diagnostic event. */
    public int count() {
        return passes.size();
    }

    /** Returns the positions of the diagnostic events that repeat an earlier one. */
    public static List<Integer> repeated(Exam exam) {
        return IntStream.range(0, exam.events().size())
                .filter(event -> exam.events().get(event).role() == EventRole.DIAGNOSTIC
                        && Repeats.isRepeat(exam.events().get(event)))
                .boxed()
                .toList();
    }

    private static List<Integer> passWithout(Exam exam, List<List<Integer>> passes, int event) {
        for (List<Integer> pass : passes) {
            boolean isFree = pass.stream()
                    .noneMatch(other -> coverSamePlace(
                            exam.events().get(other), exam.events().get(event)));
            if (isFree) {
                return pass;
            }
        }
        List<Integer> added = new ArrayList<>();
        passes.add(added);
        return added;
    }

    private static boolean isScan(IrradiationEvent event) {
        boolean isShort = event.scan()
                .scanLengthMm()
                .filter(length -> length.compareTo(SHORTEST_SCAN_MM) <= 0)
                .isPresent();
        return !isShort && !Repeats.isRepeat(event);
    }

    /** By the positions along the table where both scans have them, else by target region, else by protocol and phantom. */
    private static boolean coverSamePlace(IrradiationEvent one, IrradiationEvent other) {
        if (one.scan().range().isPresent() && other.scan().range().isPresent()) {
            BigDecimal shorter = one.scan()
                    .range()
                    .get()
                    .lengthMm()
                    .min(other.scan().range().get().lengthMm());
            BigDecimal shared =
                    one.scan().range().get().overlapMm(other.scan().range().get());
            return shared.signum() > 0 && shared.compareTo(shorter.multiply(SHARED)) >= 0;
        }
        if (one.targetRegion().isPresent() && other.targetRegion().isPresent()) {
            return ScannedRegion.overlap(
                    one.targetRegion().get(), other.targetRegion().get());
        }
        if (one.protocol().isPresent() && other.protocol().isPresent()) {
            return one.protocol().equals(other.protocol());
        }
        Optional<Integer> phantom = one.dose().phantomCm();
        return phantom.isPresent() && phantom.equals(other.dose().phantomCm());
    }
}
