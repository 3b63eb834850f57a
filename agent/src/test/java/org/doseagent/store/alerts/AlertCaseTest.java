package org.doseagent.store.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.doseagent.dose.assessment.AlertWords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.DataProblem;
import org.doseagent.dose.assessment.Severity;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.junit.jupiter.api.Test;

final class AlertCaseTest {

    @Test
    void the_quantities_and_sets_of_one_part_are_one_case_and_another_part_or_exam_is_another() {
        List<AlertCase> cases = AlertCase.of(List.of(
                alert(1, "1.2", AlertKind.EXAM_ABOVE_DRL, "drl/0/DLP/uk", "1.4"),
                alert(2, "1.2", AlertKind.EXAM_FAR_ABOVE_DRL, "drl/0/CTDIVOL/uk", "2.1"),
                alert(3, "1.2", AlertKind.EXAM_ABOVE_DRL, "drl/0/DLP/de", "1.6"),
                alert(4, "1.2", AlertKind.EXAM_ABOVE_DRL, "drl/1/DLP/uk", "1.1"),
                alert(5, "1.3", AlertKind.EXAM_ABOVE_DRL, "drl/0/DLP/uk", "1.1"),
                alert(6, "1.2", AlertKind.DOSE_CHECK, "dose-check", "1")));
        assertThat(cases).extracting(each -> each.alerts().size()).containsExactly(3, 1, 1, 1);
        AlertCase first = cases.get(0);
        assertThat(first.lead().id()).isEqualTo(2);
        assertThat(first.severity()).isEqualTo(Severity.REVIEW);
        assertThat(first.of(Quantity.DLP).orElseThrow().id())
                .as("beside the set that it is farthest above")
                .isEqualTo(3);
    }

    @Test
    void data_of_one_scanner_with_the_same_problem_are_one_case() {
        List<AlertCase> cases = AlertCase.of(List.of(
                data(1, "A", DataProblem.NOT_MAPPED),
                data(2, "A", DataProblem.AGE_UNKNOWN, DataProblem.UNKNOWN_PHANTOM),
                data(3, "A", DataProblem.NOT_MAPPED),
                data(4, "B", DataProblem.NOT_MAPPED),
                data(5, "A", DataProblem.DOUBTFUL),
                data(6, "A", DataProblem.CONFLICT)));
        assertThat(cases)
                .extracting(each -> each.problems().orElseThrow())
                .containsExactly(
                        "not mapped to a category",
                        "unknown phantom; age unknown",
                        "not mapped to a category",
                        "contradictory, implausible or unusable values",
                        "contradictory values");
        assertThat(cases.get(0).alerts()).extracting(AlertEntry::id).containsExactly(1L, 3L);
    }

    @Test
    void severe_cases_come_first_and_within_a_severity_those_farthest_above() {
        List<AlertCase> cases = AlertCase.of(List.of(
                data(1, "A", DataProblem.AGE_UNKNOWN),
                alert(2, "1.1", AlertKind.EXAM_ABOVE_DRL, "drl/0/DLP/uk", "1.9"),
                alert(3, "1.2", AlertKind.EXAM_FAR_ABOVE_DRL, "drl/0/DLP/uk", "2.1"),
                alert(4, "1.3", AlertKind.EXAM_FAR_ABOVE_DRL, "drl/0/DLP/uk", "3.1"),
                alert(5, "1.4", AlertKind.EVENT_CTDIVOL, "event/0", "1")));
        assertThat(cases.stream().sorted(AlertCase.BY_SEVERITY))
                .extracting(each -> each.lead().id())
                .containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void an_overview_has_a_line_for_each_scanner_and_category_and_loses_no_case() {
        AlertOverview overview = AlertOverview.of(AlertCase.of(List.of(
                alert(1, "1.1", AlertKind.EXAM_ABOVE_DRL, "drl/0/DLP/uk", "1.2"),
                alert(2, "1.1", AlertKind.EXAM_ABOVE_DRL, "drl/0/CTDIVOL/uk", "1.3"),
                alert(3, "1.2", AlertKind.EXAM_ABOVE_DRL, "drl/0/DLP/uk", "1.7"),
                alert(4, "1.3", AlertKind.EVENT_CTDIVOL, "event/0", "1"),
                data(5, "A", DataProblem.AGE_UNKNOWN),
                data(6, "A", DataProblem.AGE_UNKNOWN))));
        assertThat(overview.single()).hasSize(1);
        assertThat(overview.hints()).singleElement().satisfies(group -> {
            assertThat(group.exams()).isEqualTo(2);
            assertThat(group.largest()).isEqualByComparingTo("1.7");
            assertThat(group.about()).isEqualTo("CT-CHEST");
        });
        assertThat(overview.data())
                .singleElement()
                .satisfies(group -> assertThat(group.exams()).isEqualTo(2));
        assertThat(overview.entries()).isEqualTo(3);
    }

    @Test
    void an_alert_without_a_known_problem_is_of_another_kind_whatever_its_text() {
        assertThat(AlertCase.of(List.of(data(1, "A"))).get(0).problems()).hasValue("other");
    }

    private static AlertEntry alert(long id, String study, AlertKind kind, String key, String ratio) {
        Quantity quantity = key.contains("DLP") ? Quantity.DLP : Quantity.CTDIVOL;
        return entry(
                id,
                study,
                "A",
                new Alert(
                        kind,
                        key,
                        Optional.of("CT-CHEST"),
                        Alert.Figures.of(quantity, BigDecimal.TEN).withRatio(new BigDecimal(ratio)),
                        Set.of(),
                        AlertWords.of("text"),
                        0));
    }

    /** All have the same text, which names a problem of its own. */
    private static AlertEntry data(long id, String scanner, DataProblem... problems) {
        return entry(
                id,
                "9." + id,
                scanner,
                Alert.of(AlertKind.DATA_QUALITY, "data-quality", AlertWords.of("Data quality: no diagnostic event"))
                        .about(Set.of(problems)));
    }

    private static AlertEntry entry(long id, String study, String scanner, Alert alert) {
        return new AlertEntry(
                id,
                AlertStatus.OPEN,
                Instant.EPOCH,
                new AlertEntry.Subject(
                        Optional.of(new StudyInstanceUid(study)), Optional.empty(), Optional.of(scanner)),
                alert,
                new AlertEntry.Decided(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
