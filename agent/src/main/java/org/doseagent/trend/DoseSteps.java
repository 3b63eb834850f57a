package org.doseagent.trend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.identity.DeviceKey;

/** Finds scanners whose dose has changed: adults, the DLP of the whole part, each scanner and phantom by itself. */
public final class DoseSteps {

    /** A change on one scanner, of the parts on one phantom. */
    public record DoseStep(DeviceKey deviceKey, int phantomCm, ControlChart.Step step) {}

    private DoseSteps() {}

    /**
     * Returns the rises that last in the order of scanner and phantom, the earliest of each first.
     *
     * @param parts of one category, of any scanner, in any order
     */
    public static List<DoseStep> rises(List<PartDose> parts, ControlChart.Settings settings) {
        return of(parts, new ControlChart(settings)::rises);
    }

    /** Returns the rises and falls in the same order, also those that went back. */
    public static List<DoseStep> of(List<PartDose> parts, ControlChart.Settings settings) {
        return of(parts, new ControlChart(settings)::steps);
    }

    private static List<DoseStep> of(
            List<PartDose> parts, Function<List<ControlChart.Point>, List<ControlChart.Step>> chart) {
        List<DoseStep> found = new ArrayList<>();
        parts.stream()
                .filter(DoseSteps::counts)
                .sorted(Comparator.comparing(PartDose::studyDateTime))
                .collect(Collectors.groupingBy(
                        part -> part.deviceKey().text() + "/" + part.phantomCm().orElseThrow(),
                        TreeMap::new,
                        Collectors.toList()))
                .values()
                .forEach(group -> {
                    PartDose first = group.get(0);
                    chart.apply(points(group))
                            .forEach(step -> found.add(new DoseStep(
                                    first.deviceKey(), first.phantomCm().orElseThrow(), step)));
                });
        return found;
    }

    private static boolean counts(PartDose part) {
        return part.phantomCm().isPresent()
                && part.dlpMGyCm().filter(dlp -> dlp.signum() > 0).isPresent()
                && part.ageDays()
                        .filter(days -> days >= PatientFacts.ADULT_DAYS)
                        .isPresent();
    }

    private static List<ControlChart.Point> points(List<PartDose> group) {
        return group.stream()
                .map(part -> new ControlChart.Point(
                        part.studyDateTime().toLocalDate(),
                        part.dlpMGyCm().orElseThrow().doubleValue()))
                .toList();
    }
}
