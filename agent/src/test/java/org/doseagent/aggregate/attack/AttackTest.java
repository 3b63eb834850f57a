package org.doseagent.aggregate.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.doseagent.aggregate.attack.Attack.Attempt;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.Rule;
import org.doseagent.aggregate.control.SimulatedSite;
import org.doseagent.aggregate.control.SimulatedSite.Stage;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The attack finds nothing in three years of a hospital, and everything in releases that are broken on purpose; else it proves nothing. */
final class AttackTest {

    private static final long SEED = 20260101;
    private static final YearMonth FIRST = YearMonth.of(2023, 10);

    /** Rules that another one stands in for are switched off together with it: an attacker must be stopped by each of them alone. */
    private static final Map<Rule, Set<Rule>> STAND_INS = new EnumMap<>(Map.of(
            Rule.MIN_EXAMS, EnumSet.of(Rule.DIFFERENCE),
            Rule.MIN_PATIENTS, EnumSet.of(Rule.CONTRIBUTION_BOUND, Rule.DOMINANCE),
            Rule.DOMINANCE, EnumSet.of(Rule.CONTRIBUTION_BOUND),
            Rule.MIN_CORRECTION, EnumSet.of(Rule.DIFFERENCE)));

    private static final Map<Rule, String> FOUND_BY = Map.ofEntries(
            Map.entry(Rule.MIN_EXAMS, "small counts"),
            Map.entry(Rule.MIN_PATIENTS, "dominance"),
            Map.entry(Rule.CONTRIBUTION_BOUND, "dominance"),
            Map.entry(Rule.DOMINANCE, "dominance"),
            Map.entry(Rule.EACH_SIDE, "small counts"),
            Map.entry(Rule.ROUND_VALUES, "verbatim publication"),
            Map.entry(Rule.ROUND_N, "small counts"),
            Map.entry(Rule.BANDS, "small counts"),
            Map.entry(Rule.SPACED_LEVELS, "small counts"),
            Map.entry(Rule.RARE_DEVICE, "facility linkage by device"),
            Map.entry(Rule.MIN_CORRECTION, "differencing over corrections"),
            Map.entry(Rule.DIFFERENCE, "differencing over corrections"));

    @Test
    void three_years_give_the_attacker_nothing() {
        SimulatedSite hospital = new SimulatedSite(SEED);
        TestRelease site = hospital.live(FIRST, 36, TestRelease.CONTROL);
        assertThat(site.released)
                .as("36 months, and the corrections that the rule of one a cell lets through")
                .hasSize(44);
        assertThat(site.released.stream().mapToInt(each -> each.cells().size()).sum())
                .as("enough cells to attack")
                .isGreaterThan(400);
        List<Attempt> attempts = Attack.run(SimulatedSite.published(site), hospital.truth(FIRST, 36));
        assertThat(attempts).hasSize(9).allSatisfy(attempt -> {
            assertThat(attempt.got()).as(attempt.name()).isEmpty();
            assertThat(attempt.looked()).as(attempt.name()).isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource(value = Rule.class, mode = EnumSource.Mode.EXCLUDE, names = "ONE_CORRECTION")
    void without_a_rule_the_attack_finds_what_it_lets_through(Rule rule) {
        Set<Rule> off = EnumSet.of(rule);
        off.addAll(STAND_INS.getOrDefault(rule, Set.of()));
        SimulatedSite hospital = new SimulatedSite(SEED);
        TestRelease site = hospital.live(FIRST, 6, TestRelease.CONTROL.without(off));
        assertThat(got(SimulatedSite.published(site), hospital.truth(FIRST, 6))).containsKey(FOUND_BY.get(rule));
    }

    @Test
    void without_the_limit_of_one_correction_the_attack_finds_a_second_one() {
        TestRelease site = new TestRelease(
                TestRelease.CONTROL.without(Set.of(Rule.ONE_CORRECTION)), Inventory.NONE, Reference.NONE);
        YearMonth october = YearMonth.of(2026, 10);
        Truth truth = new Truth();
        List<AssessedExam> exams = new ArrayList<>();
        for (int sequence = 1; sequence <= 3; sequence++) {
            for (int i = 0; i < 40; i++) {
                exams.add(Sample.of("c" + exams.size(), String.valueOf(200 + 7 * exams.size()))
                        .exam());
            }
            assertThat(site.close(october, exams).isDue()).isTrue();
        }
        truth.add(
                new Tabulator(Inventory.NONE, Admission.ALL, TestRelease.HASH).tabulate(exams, Reference.NONE), exams);
        assertThat(got(SimulatedSite.published(site), truth).get("differencing over corrections"))
                .allMatch(finding -> finding.endsWith("was published with 3 different sets of numbers"));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                broken(
                        "a quantile as it is",
                        "verbatim publication",
                        cells -> first(cells).put("p50", new java.math.BigDecimal("351.4"))),
                broken("an exact count", "small counts", cells -> first(cells).put("n", 43)),
                broken(
                        "a count of exams above a level",
                        "small counts",
                        cells -> first(cells)
                                .withArray("aboveDrl")
                                .addObject()
                                .put("drlSet", "xx-a")
                                .put("drl", 390)
                                .put("exams", 3)),
                broken(
                        "a total row",
                        "differencing over the partition",
                        cells -> cells.add(first(cells).deepCopy().put("population", "all"))),
                broken(
                        "a marginal over devices",
                        "differencing over the partition",
                        cells -> cells.add(first(cells)
                                .deepCopy()
                                .put("equipmentAge", "any")
                                .put("detectorRows", "any"))),
                broken(
                        "a device model",
                        "submission metadata",
                        cells -> first(cells).put("model", "Scanomatic 9000")),
                broken(
                        "a device model as text",
                        "facility linkage by text",
                        cells -> first(cells).put("unit", "mGy on Scanomatic 9000")),
                broken(
                        "a study",
                        "facility linkage by text",
                        cells -> first(cells).put("scope", "1.2.826.0.1.s1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void a_release_broken_by_hand_is_found(String name, String attack, Consumer<ArrayNode> breakIt) {
        SimulatedSite hospital = new SimulatedSite(SEED);
        TestRelease site = hospital.live(FIRST, 1, TestRelease.CONTROL);
        List<Published> history = new ArrayList<>(SimulatedSite.published(site));
        ObjectNode document = Canonical.parse(history.get(0).json());
        breakIt.accept((ArrayNode) document.path("cells"));
        history.set(0, new Published(Canonical.bytes(document), history.get(0).cells()));
        assertThat(got(history, hospital.truth(FIRST, 1))).as(name).containsKey(attack);
    }

    @Test
    void rolling_windows_are_found() {
        SimulatedSite hospital = new SimulatedSite(SEED);
        TestRelease site = hospital.live(FIRST, 1, TestRelease.CONTROL);
        ObjectNode moved = Canonical.parse(site.released.get(0).json());
        moved.withObject("period").put("start", "2023-10-02").put("end", "2023-11-01");
        assertThat(got(
                        List.of(
                                new Published(site.released.get(0).json(), List.of()),
                                new Published(Canonical.bytes(moved), List.of())),
                        hospital.truth(FIRST, 2)))
                .containsKey("differencing over time");
    }

    @Test
    void a_release_again_after_one_late_exam_is_found() {
        SimulatedSite hospital = new SimulatedSite(SEED);
        List<AssessedExam> exams = hospital.exams(FIRST, Stage.LATE_REPORTS);
        List<Published> history = new ArrayList<>();
        for (List<AssessedExam> each : List.of(exams.subList(1, exams.size()), exams)) {
            TestRelease forgetful =
                    new TestRelease(TestRelease.CONTROL, SimulatedSite.INVENTORY, SimulatedSite.REFERENCE);
            forgetful.close(FIRST, each);
            history.addAll(SimulatedSite.published(forgetful));
        }
        ObjectNode second = Canonical.parse(history.get(1).json());
        ((ObjectNode) second.path("cells").get(0)).put("p75", 1);
        history.set(1, new Published(Canonical.bytes(second), history.get(1).cells()));
        assertThat(got(history, hospital.truth(FIRST, 1))).containsKey("differencing over corrections");
    }

    @Test
    void times_of_day_and_host_names_are_found() {
        SimulatedSite hospital = new SimulatedSite(SEED);
        TestRelease site = hospital.live(FIRST, 1, TestRelease.CONTROL);
        ObjectNode document = Canonical.parse(site.released.get(0).json());
        document.put("createdAt", "2023-11-15T04:05:06Z");
        document.withObject("software").put("version", "1.0 on ct-gateway.hospital.example");
        Map<String, List<String>> got =
                got(List.of(new Published(Canonical.bytes(document), List.of())), hospital.truth(FIRST, 1));
        assertThat(got.get("submission metadata")).hasSize(3);
    }

    private static Arguments broken(String name, String attack, Consumer<ArrayNode> breakIt) {
        return Arguments.of(name, attack, breakIt);
    }

    private static ObjectNode first(ArrayNode cells) {
        return (ObjectNode) cells.get(0);
    }

    private static Map<String, List<String>> got(List<Published> history, Truth truth) {
        Map<String, List<String>> got = new java.util.TreeMap<>();
        for (Attempt attempt : Attack.run(history, truth)) {
            if (!attempt.got().isEmpty()) {
                got.put(attempt.name(), attempt.got());
            }
        }
        return got;
    }
}
