package org.doseagent.trend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.PatientFacts;
import org.doseagent.dose.identity.DeviceKey;

/** Finds scanners whose dose has risen: adults, the DLP of the whole part, each scanner and phantom by itself. */
public final class DoseRises {

    /** A rise on one scanner, for the parts on one phantom. */
    public record DoseRise(DeviceKey deviceKey, int phantomCm, ControlChart.Rise rise) {}

    private DoseRises() {}

    /**
     * Returns the rises in the order of scanner and phantom, the earliest rise of each first.
     *
     * @param parts of one category, of any scanner, in any order
     */
    public static List<DoseRise> of(List<PartDose> parts, ControlChart.Settings settings) {
        ControlChart chart = new ControlChart(settings);
        List<DoseRise> rises = new ArrayList<>();
        parts.stream()
                .filter(DoseRises::counts)
                .sorted(Comparator.comparing(PartDose::studyDateTime))
                .collect(Collectors.groupingBy(
                        part -> part.deviceKey().text() + "/" + part.phantomCm().orElseThrow(),
                        TreeMap::new,
                        Collectors.toList()))
                .values()
                .forEach(group -> {
                    PartDose first = group.get(0);
                    chart.rises(points(group))
                            .forEach(rise -> rises.add(new DoseRise(
                                    first.deviceKey(), first.phantomCm().orElseThrow(), rise)));
                });
        return rises;
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
