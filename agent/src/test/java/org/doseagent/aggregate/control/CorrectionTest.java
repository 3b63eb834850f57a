package org.doseagent.aggregate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doseagent.aggregate.control.TestRelease.OCTOBER;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.aggregate.cells.Leaf;
import org.doseagent.aggregate.cells.Reference;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.testdata.Exams;
import org.doseagent.testdata.Sample;
import org.junit.jupiter.api.Test;

/** What may change a released month, and what must not. */
final class CorrectionTest {

    private final TestRelease site = TestRelease.usual();

    @Test
    void a_late_exam_changes_nothing_and_twenty_make_a_correction() {
        site.close(OCTOBER, exams(0, 40));
        assertThat(site.decide(OCTOBER, exams(0, 41)).isDue()).isFalse();
        assertThat(site.decide(OCTOBER, exams(0, 59)).isDue()).isFalse();
        Decision decision = site.close(OCTOBER, exams(0, 60));
        assertThat(decision.isDue()).isTrue();
        assertThat(decision.release().orElseThrow().document().sequence()).isEqualTo(2);
        assertThat(n(decision)).containsExactly(60, 60);
    }

    @Test
    void an_unchanged_cell_is_carried_over_verbatim() {
        List<AssessedExam> exams = exams(0, 40);
        exams.addAll(of("CT-HEAD", 0, 30));
        Release first = site.close(OCTOBER, exams).release().orElseThrow();
        exams = exams(0, 60);
        exams.addAll(of("CT-HEAD", 0, 33));
        Release second = site.close(OCTOBER, exams).release().orElseThrow();
        assertThat(second.cells())
                .filteredOn(cell -> cell.key().category().equals("CT-HEAD"))
                .hasSize(2)
                .allMatch(cell -> cell.fromSequence() == 1)
                .allMatch(cell -> new String(first.json(), StandardCharsets.UTF_8).contains(cell.json()));
    }

    @Test
    void exchanging_a_few_exams_is_refused_even_when_many_are_new() {
        site.close(OCTOBER, exams(0, 40));
        Decision decision = site.close(OCTOBER, exams(1, 70, 39));
        assertThat(decision.isDue()).as("one exam went elsewhere").isFalse();
        assertThat(decision.withheld())
                .isNotEmpty()
                .allMatch(each -> each.reason().contains("differs from a published cell by fewer than 20 exams"));
    }

    @Test
    void a_purge_does_not_change_what_was_released() {
        site.close(OCTOBER, exams(0, 60));
        assertThat(site.decide(OCTOBER, exams(30, 60)).isDue()).isFalse();
        assertThat(site.decide(OCTOBER, List.of()).isDue()).isFalse();
        List<AssessedExam> late = exams(30, 60);
        late.addAll(exams(60, 100));
        assertThat(site.decide(OCTOBER, late).isDue())
                .as("a cell with purged exams stays for ever")
                .isFalse();
    }

    @Test
    void a_released_month_gets_a_new_cell_only_for_twenty_late_exams_in_it() {
        List<AssessedExam> exams = exams(0, 40);
        exams.addAll(of("CT-HEAD", 0, 19));
        site.close(OCTOBER, exams);
        exams.addAll(late(of("CT-HEAD", 19, 38)));
        Decision nineteen = site.decide(OCTOBER, exams);
        assertThat(nineteen.isDue()).as("19 late exams of 38").isFalse();
        assertThat(nineteen.withheld())
                .hasSize(2)
                .allMatch(each -> each.reason().startsWith("fewer than 20 of its exams arrived after"));
        exams.addAll(late(of("CT-HEAD", 38, 39)));
        assertThat(n(site.close(OCTOBER, exams))).containsExactly(40, 40, 20, 20);
    }

    @Test
    void a_cell_is_corrected_at_most_once() {
        site.close(OCTOBER, exams(0, 40));
        assertThat(site.close(OCTOBER, exams(0, 60)).isDue()).isTrue();
        Decision third = site.close(OCTOBER, exams(0, 100));
        assertThat(third.isDue()).isFalse();
        assertThat(third.withheld())
                .hasSize(2)
                .allMatch(each -> each.reason().startsWith("a cell is corrected at most once"));
    }

    private static List<AssessedExam> late(List<AssessedExam> exams) {
        Instant after = TestRelease.releasedAt(OCTOBER).plusSeconds(1);
        return exams.stream().map(exam -> Exams.received(exam, "PACS", after)).toList();
    }

    @Test
    void a_mapping_that_moves_many_exams_is_a_correction_and_one_that_moves_a_few_is_none() {
        List<AssessedExam> exams = exams(0, 80);
        exams.addAll(of("CT-HEAD", 0, 30));
        site.close(OCTOBER, exams);
        List<AssessedExam> few = exams(5, 80);
        few.addAll(of("CT-HEAD", 0, 30));
        few.addAll(moved(0, 5));
        assertThat(site.decide(OCTOBER, few).isDue()).isFalse();
        List<AssessedExam> many = exams(25, 80);
        many.addAll(of("CT-HEAD", 0, 30));
        many.addAll(moved(0, 25));
        assertThat(n(site.close(OCTOBER, many))).containsExactly(40, 40, 40, 40);
    }

    @Test
    void a_changed_value_counts_as_changed() {
        site.close(OCTOBER, exams(0, 40));
        List<AssessedExam> other = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            other.add(Sample.of("c" + i, String.valueOf(900 + 7 * i)).exam());
        }
        assertThat(site.decide(OCTOBER, other).isDue()).isTrue();
        List<AssessedExam> one = exams(1, 40);
        one.add(Sample.of("c0", "999").exam());
        assertThat(site.decide(OCTOBER, one).isDue()).isFalse();
    }

    @Test
    void another_control_or_mechanism_leaves_a_released_month_as_it_is() {
        site.close(OCTOBER, exams(0, 40));
        Decision decision = new Releaser(
                        TestRelease.withPrivacy("1", "2"), TestRelease.ORIGIN, TestRelease.SIGNER, TestRelease.HASH)
                .decide(
                        OCTOBER,
                        site.tabulate(exams(0, 400)),
                        site.history(OCTOBER),
                        OCTOBER.last().plusMonths(2).atDay(1));
        assertThat(decision.release()).isEmpty();
    }

    @Test
    void a_correction_beyond_the_budget_of_the_period_is_refused() {
        TestRelease noisy = new TestRelease(TestRelease.withPrivacy("1", "2"), Inventory.NONE, Reference.NONE);
        assertThat(noisy.close(OCTOBER, exams(0, 120)).isDue()).isTrue();
        assertThat(noisy.close(OCTOBER, exams(0, 150)).isDue()).isTrue();
        Decision third = noisy.close(OCTOBER, exams(0, 180));
        assertThat(third.isDue()).isFalse();
        assertThat(third.withheld())
                .allMatch(each -> each.reason().startsWith("the privacy budget of the period is spent"));
    }

    @Test
    void noise_is_the_same_for_the_preview_and_another_for_another_correction() {
        TestRelease noisy = new TestRelease(TestRelease.withPrivacy("1", "9"), Inventory.NONE, Reference.NONE);
        byte[] preview =
                noisy.decide(OCTOBER, exams(0, 120)).release().orElseThrow().json();
        assertThat(noisy.close(OCTOBER, exams(0, 120)).release().orElseThrow().json())
                .isEqualTo(preview);
        assertThat(noisy.decide(OCTOBER, exams(0, 120)).isDue())
                .as("the same exams are not drawn again")
                .isFalse();
    }

    @Test
    void with_differential_privacy_a_cell_below_a_hundred_exams_is_withheld() {
        TestRelease noisy = new TestRelease(TestRelease.withPrivacy("1", "2"), Inventory.NONE, Reference.NONE);
        assertThat(noisy.decide(OCTOBER, exams(0, 99)).isDue()).isFalse();
        assertThat(noisy.decide(OCTOBER, exams(0, 100)).isDue()).isTrue();
    }

    @Test
    void small_differences_are_seen_between_cells_of_any_shape() {
        DifferenceCheck check = new DifferenceCheck(20);
        assertThat(check.obstacle(leaves(0, 60), List.of(leaves(0, 40)))).isEmpty();
        assertThat(check.obstacle(leaves(0, 59), List.of(leaves(0, 40)))).isPresent();
        assertThat(check.obstacle(leaves(0, 40), List.of(leaves(0, 59)))).isPresent();
        assertThat(check.obstacle(leaves(0, 70), List.of(leaves(0, 30), leaves(30, 60))))
                .as("60 of the 70 are told by two cells together")
                .isPresent();
        assertThat(check.obstacle(leaves(0, 60), List.of(leaves(0, 30), leaves(30, 60))))
                .isEmpty();
        assertThat(check.obstacle(leaves(0, 60), List.of(leaves(100, 105)))).isEmpty();
    }

    private static Set<Leaf> leaves(int from, int to) {
        Set<Leaf> leaves = new java.util.HashSet<>();
        for (int i = from; i < to; i++) {
            leaves.add(new Leaf("part" + i, "value" + i));
        }
        return leaves;
    }

    private static List<AssessedExam> exams(int from, int to) {
        return of("CT-CHEST", from, to);
    }

    /** Exams of the chest, and the first so many of them as if they were found to have no category. */
    private static List<AssessedExam> exams(int unmapped, int to, int released) {
        List<AssessedExam> exams = of("CT-CHEST", unmapped, to);
        for (int i = 0; i < unmapped && i < released; i++) {
            exams.add(sample(i).category("").exam());
        }
        return exams;
    }

    private static List<AssessedExam> moved(int from, int to) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = from; i < to; i++) {
            exams.add(sample(i).category("CT-HEAD").exam());
        }
        return exams;
    }

    private static List<AssessedExam> of(String category, int from, int to) {
        List<AssessedExam> exams = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Sample sample = category.equals("CT-CHEST")
                    ? sample(i)
                    : Sample.of(category + i, String.valueOf(500 + 9 * i)).category(category);
            exams.add(sample.exam());
        }
        return exams;
    }

    private static Sample sample(int i) {
        return Sample.of("c" + i, BigDecimal.valueOf(200 + 7L * i).toPlainString());
    }

    private static List<Integer> n(Decision decision) {
        List<Integer> counts = new ArrayList<>();
        Optional<JsonNode> cells = decision.release()
                .map(release -> Canonical.parse(release.json()).path("cells"));
        cells.ifPresent(array -> array.forEach(cell -> counts.add(cell.path("n").asInt())));
        return counts;
    }
}
