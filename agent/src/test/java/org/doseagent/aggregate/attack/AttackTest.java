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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.doseagent.aggregate.attack.Attack.Attempt;
import org.doseagent.aggregate.cells.Admission;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.aggregate.cells.Tabulator;
import org.doseagent.aggregate.control.DisclosureControl;
import org.doseagent.aggregate.control.Rule;
import org.doseagent.aggregate.control.SimulatedSite;
import org.doseagent.aggregate.control.SimulatedSite.Stage;
import org.doseagent.aggregate.control.TestRelease;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                .hasSize(46);
        assertThat(site.released.stream().mapToInt(each -> each.cells().size()).sum())
                .as("enough cells to attack")
                .isGreaterThan(400);
        List<Attempt> attempts = Attack.run(SimulatedSite.published(site), hospital.truth(FIRST, 36));
        assertThat(attempts).hasSize(10).allSatisfy(attempt -> {
            assertThat(attempt.got()).as(attempt.name()).isEmpty();
            assertThat(attempt.looked()).as(attempt.name()).isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ONE_CORRECTION", "ROUND_BY_SPREAD", "FIXED_PARTITION"})
    void without_a_rule_the_attack_finds_what_it_lets_through(Rule rule) {
        Set<Rule> off = EnumSet.of(rule);
        off.addAll(STAND_INS.getOrDefault(rule, Set.of()));
        SimulatedSite hospital = new SimulatedSite(SEED);
        TestRelease site = hospital.live(FIRST, 6, TestRelease.CONTROL.without(off));
        Map<String, List<String>> got = got(SimulatedSite.published(site), hospital.truth(FIRST, 6));
        assertThat(got).containsKey(FOUND_BY.get(rule));
    }

    @Test
    void the_games_find_nothing_under_all_rules_and_measure_the_rate_of_membership() {
        List<Attempt> attempts = play(new SimulatedSite(SEED), 2, TestRelease.CONTROL);
        assertThat(attempts)
                .extracting(Attempt::name)
                .containsExactly("membership", "one exam in or out", "forged exams", "irradiations sent again");
        assertThat(found(attempts)).as("of sites that count every scanner").containsOnlyKeys("forged exams");
        assertThat(attempts.get(0).measured().orElseThrow())
                .matches("cells changed: outlier \\d+ % of 25, removed \\d+ % of 25, typical \\d+ % of 25");
    }

    @Test
    void with_the_rounding_of_earlier_programs_one_exam_is_noticed() {
        DisclosureControl control = TestRelease.CONTROL.without(Set.of(Rule.ROUND_BY_SPREAD));
        assertThat(found(play(new SimulatedSite(SEED), 2, control))).containsKey("membership");
    }

    @ParameterizedTest(name = "fixed partition: {0}")
    @ValueSource(booleans = {true, false})
    void one_exam_on_a_rare_scanner_cuts_the_cells_differently_unless_the_partition_is_fixed(boolean isFixed) {
        Inventory inventory = new Inventory(
                Map.of("NEW-1", scanner(2024), "NEW-2", scanner(2025), "OLD-1", scanner(2010), "OLD-2", scanner(2012)));
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String scanner = (i < 40 ? "NEW-" : "OLD-") + (1 + i % 2);
            exams.add(Sample.of("p" + i, String.valueOf(200 + 7 * i))
                    .scanner(scanner)
                    .exam());
        }
        DisclosureControl control =
                isFixed ? TestRelease.CONTROL : TestRelease.CONTROL.without(Set.of(Rule.FIXED_PARTITION));
        List<Attempt> attempts = ReleaseGame.play(
                List.of(new ReleaseGame.Month(CalendarPeriod.of(YearMonth.of(2026, 10)), exams)),
                (month, changed) -> new TestRelease(control, inventory, Reference.NONE).draft(month, changed));
        Attempt shape = attempts.get(1);
        if (isFixed) {
            assertThat(shape.got()).isEmpty();
            assertThat(shape.measured().orElseThrow()).startsWith("set of cells changed: 11 % of 45");
        } else {
            assertThat(shape.got()).contains("one exam removed cuts the cells of a month differently");
        }
    }

    private static Inventory.Scanner scanner(int installed) {
        return new Inventory.Scanner(Optional.of(installed), Optional.of(64));
    }

    @Test
    void forged_exams_do_not_change_the_release_of_a_site_with_closed_lists() {
        Admission closed = Admission.listed(SimulatedSite.INVENTORY.scanners().keySet(), Set.of(new AeTitle("PACS")));
        List<Attempt> attempts = ReleaseGame.play(
                months(new SimulatedSite(SEED), 2),
                (month, exams) -> new TestRelease(TestRelease.CONTROL, SimulatedSite.INVENTORY, SimulatedSite.REFERENCE)
                        .admitting(closed)
                        .draft(month, exams));
        assertThat(found(attempts)).doesNotContainKey("forged exams");
    }

    @Test
    void irradiations_that_count_twice_are_found() {
        List<Attempt> attempts = ReleaseGame.play(
                months(new SimulatedSite(SEED), 1),
                (month, exams) -> new TestRelease(TestRelease.CONTROL, SimulatedSite.INVENTORY, SimulatedSite.REFERENCE)
                        .draft(
                                month,
                                exams.stream().map(AttackTest::withoutEvents).toList()));
        assertThat(found(attempts)).containsKey("irradiations sent again");
    }

    @Test
    void a_key_that_signs_for_two_facilities_and_a_month_released_twice_are_found() {
        SimulatedSite hospital = new SimulatedSite(SEED);
        byte[] json =
                hospital.live(FIRST, 1, TestRelease.CONTROL).released.get(0).json();
        ObjectNode cloned = Canonical.parse(json);
        cloned.withObject("facility").put("pseudonym", "f".repeat(32));
        assertThat(got(
                                List.of(
                                        new Published(json, List.of()),
                                        new Published(TestRelease.signed(cloned), List.of())),
                                hospital.truth(FIRST, 1))
                        .get("several ledgers of one key"))
                .hasSize(2);
    }

    private static AssessedExam withoutEvents(AssessedExam exam) {
        List<org.doseagent.dose.ExamPart> parts = exam.parts().stream()
                .map(part -> new org.doseagent.dose.ExamPart(part.classification(), part.totals(), List.of()))
                .toList();
        return new AssessedExam(exam.exam(), parts, List.of(), List.of());
    }

    private static List<Attempt> play(SimulatedSite hospital, int count, DisclosureControl control) {
        return ReleaseGame.play(
                months(hospital, count),
                (month, exams) ->
                        new TestRelease(control, SimulatedSite.INVENTORY, SimulatedSite.REFERENCE).draft(month, exams));
    }

    private static List<ReleaseGame.Month> months(SimulatedSite hospital, int count) {
        List<ReleaseGame.Month> months = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            YearMonth month = FIRST.plusMonths(i);
            months.add(new ReleaseGame.Month(CalendarPeriod.of(month), hospital.exams(month, Stage.CLOSED)));
        }
        return months;
    }

    private static Map<String, List<String>> found(List<Attempt> attempts) {
        Map<String, List<String>> got = new java.util.TreeMap<>();
        for (Attempt attempt : attempts) {
            if (!attempt.got().isEmpty()) {
                got.put(attempt.name(), attempt.got());
            }
        }
        return got;
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
            assertThat(site.close(CalendarPeriod.of(october), exams).isDue()).isTrue();
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
            forgetful.close(CalendarPeriod.of(FIRST), each);
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
        return found(Attack.run(history, truth));
    }
}
