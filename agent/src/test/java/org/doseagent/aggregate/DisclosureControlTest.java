package org.doseagent.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.doseagent.dose.Quantity;
import org.junit.jupiter.api.Test;

final class DisclosureControlTest {

    private static final DisclosureControl CONTROL = new DisclosureControl(20, 10);
    private static final CellKey KEY = new CellKey("CT-CHEST", PopulationBand.ADULT, Quantity.DLP, 32);

    @Test
    void twenty_exams_of_twenty_patients_may_leave() {
        assertThat(CONTROL.obstacle(distinct(20))).isEmpty();
    }

    @Test
    void nineteen_exams_may_not() {
        assertThat(CONTROL.obstacle(distinct(19))).contains("fewer than 20 exams");
    }

    @Test
    void nine_patients_may_not() {
        assertThat(CONTROL.obstacle(of(90, 9))).contains("fewer than 10 patients");
    }

    @Test
    void a_patient_with_more_than_a_tenth_holds_the_cell_back() {
        List<Contribution> tenth = distinct(18);
        tenth.add(new Contribution("p0", new BigDecimal("500")));
        tenth.add(new Contribution("p1", new BigDecimal("501")));
        assertThat(CONTROL.obstacle(tenth)).as("two of twenty are a tenth").isEmpty();
        tenth.set(19, new Contribution("p0", new BigDecimal("501")));
        assertThat(CONTROL.obstacle(tenth)).contains("one patient has more than a tenth of the exams");
    }

    @Test
    void exams_without_a_patient_count_as_one_patient() {
        List<Contribution> unknown = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            unknown.add(new Contribution("", BigDecimal.valueOf(100 + i)));
        }
        assertThat(CONTROL.obstacle(unknown)).contains("fewer than 10 patients");
    }

    @Test
    void five_exams_must_lie_on_each_side_of_each_percentile() {
        List<Contribution> flat = distinct(24);
        for (int i = 0; i < 6; i++) {
            flat.set(i, new Contribution("p" + i, new BigDecimal("100")));
        }
        for (int i = 6; i < 24; i++) {
            flat.set(i, new Contribution("p" + i, new BigDecimal("200")));
        }
        assertThat(CONTROL.obstacle(flat))
                .hasValueSatisfying(reason -> assertThat(reason).contains("on one side of the"));
    }

    @Test
    void what_leaves_is_rounded_after_the_decision() {
        Cell cell = CONTROL.cell(KEY, distinct(23));
        assertThat(cell.n()).isEqualTo(20);
        // 100 to 122: the quartiles are 105.5, 111 and 116.5.
        assertThat(List.of(cell.p25(), cell.p50(), cell.p75()))
                .containsExactly(new BigDecimal("110"), new BigDecimal("110"), new BigDecimal("120"));
    }

    @Test
    void no_setting_goes_below_the_floor() {
        assertThatThrownBy(() -> new DisclosureControl(19, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DisclosureControl(20, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Contribution> distinct(int exams) {
        return of(exams, exams);
    }

    private static List<Contribution> of(int exams, int patients) {
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < exams; i++) {
            contributions.add(new Contribution("p" + i % patients, BigDecimal.valueOf(100 + i)));
        }
        return contributions;
    }
}
