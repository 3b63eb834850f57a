package org.doseagent.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.doseagent.aggregate.benchmark.Benchmark;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.EquipmentAge;
import org.doseagent.aggregate.cells.PopulationBand;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.Release;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;
import org.doseagent.repository.SimulatedHospital.Kind;
import org.doseagent.testdata.Sample;

/** Many simulated hospitals through the months: what they release, what is true of them, and what their exams say without any control. */
final class Rehearsal {

    /** Fewer exams make no median of a facility, in a survey without disclosure control. */
    private static final int MIN_EXAMS = 20;

    /** Takes what a hospital releases. */
    interface Sink {
        void take(Release release) throws Exception;
    }

    final List<SimulatedHospital> hospitals = new ArrayList<>();
    private final YearMonth from = YearMonth.of(SimulatedHospital.YEAR, 1);
    private final int months;

    /** By key, what is true of each facility, and the median of all its exams. */
    private final Map<Benchmark.Key, List<BigDecimal>> truth = new HashMap<>();

    private final Map<Benchmark.Key, List<BigDecimal>> open = new HashMap<>();
    private final List<ObjectNode> atOnce = new ArrayList<>();

    Rehearsal(long seed, int count, int months, OptionalDouble size) {
        this.months = months;
        DisclosureControl control = new DisclosureControl(DisclosureControl.Thresholds.DEFAULT);
        for (int i = 0; i < count; i++) {
            hospitals.add(new SimulatedHospital(seed * 10_000 + i, size, control));
        }
    }

    LocalDate start() {
        return from.atDay(1);
    }

    LocalDate end() {
        return from.plusMonths(months - 1).atEndOfMonth();
    }

    /** Lives through the months; returns how many releases left. */
    int run(Sink sink) throws Exception {
        int released = 0;
        for (SimulatedHospital hospital : hospitals) {
            Map<Benchmark.Key, List<BigDecimal>> values = new HashMap<>();
            List<Sample> all = new ArrayList<>();
            for (int i = 0; i < months; i++) {
                List<Sample> exams = hospital.exams(from.plusMonths(i));
                exams.forEach(exam -> note(hospital, exam, values));
                all.addAll(exams);
                Optional<Release> release = hospital.close(from.plusMonths(i), exams);
                if (release.isPresent()) {
                    sink.take(release.get());
                    released++;
                }
            }
            values.forEach((key, list) -> {
                if (list.size() >= MIN_EXAMS) {
                    open.computeIfAbsent(key, absent -> new ArrayList<>())
                            .add(Percentiles.of(list.stream().sorted().toList(), 50));
                }
            });
            noteTruth(hospital);
            hospital.close(from, all).ifPresent(release -> atOnce.add(Canonical.parse(release.json())));
        }
        return released;
    }

    static Benchmark.Key key(Kind kind, EquipmentAge age) {
        return new Benchmark.Key(kind.category(), PopulationBand.ADULT, age, Quantity.DLP, kind.phantomCm());
    }

    private static void note(SimulatedHospital hospital, Sample exam, Map<Benchmark.Key, List<BigDecimal>> values) {
        for (EquipmentAge age : List.of(EquipmentAge.ANY, hospital.ageOf(exam.scanner()))) {
            Benchmark.Key key =
                    new Benchmark.Key(exam.category(), PopulationBand.ADULT, age, Quantity.DLP, exam.phantomCm());
            values.computeIfAbsent(key, absent -> new ArrayList<>()).add(exam.dlp());
        }
    }

    private void noteTruth(SimulatedHospital hospital) {
        for (Kind kind : SimulatedHospital.KINDS) {
            for (EquipmentAge age : EquipmentAge.values()) {
                hospital.trueMedian(kind, age)
                        .ifPresent(median -> truth.computeIfAbsent(key(kind, age), absent -> new ArrayList<>())
                                .add(BigDecimal.valueOf(median)));
            }
        }
    }

    /** Returns the true medians of all facilities, ascending. */
    List<BigDecimal> truth(Benchmark.Key key) {
        return truth.getOrDefault(key, List.of()).stream().sorted().toList();
    }

    /** Returns what each hospital would have released of all months as one period, under the same control. */
    List<ObjectNode> atOnce() {
        return atOnce;
    }

    /** Returns the medians of all exams of each facility, ascending. */
    List<BigDecimal> withoutControl(Benchmark.Key key) {
        return open.getOrDefault(key, List.of()).stream().sorted().toList();
    }
}
