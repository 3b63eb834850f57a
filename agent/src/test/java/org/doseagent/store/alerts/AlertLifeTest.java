package org.doseagent.store.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.assessment.DataProblem;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.TestStores;
import org.doseagent.store.alerts.AlertStore.Act;
import org.doseagent.store.sql.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Open, acknowledged, closed, and open again. */
class AlertLifeTest {

    private static final StudyInstanceUid STUDY = new StudyInstanceUid("1.2");
    private static final AlertEntry.Decided NOBODY =
            new AlertEntry.Decided(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final DeviceKey SCANNER = new DeviceKey("M", "S", "1");

    @TempDir
    private Path folder;

    private Session session;
    private AlertStore alerts;

    @BeforeEach
    void open() {
        session = TestStores.session(folder, "site");
        alerts = new AlertStore(session, "site", Clock.fixed(Instant.parse("2026-11-24T08:00:00Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void the_same_reading_again_opens_nothing_and_writes_nothing_into_the_audit() {
        for (int i = 0; i < 3; i++) {
            read(dlp("700"));
        }
        assertThat(alerts.list(AlertQuery.all().limit(9))).hasSize(1);
        assertThat(session.auditEntries("site")).isEmpty();
    }

    /** The clock of the test shows 24 November. */
    @ParameterizedTest(name = "from {0} to before {1}: {2}")
    @CsvSource({
        "2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z, 1",
        "2026-11-25T00:00:00Z, , 0",
        ", 2026-11-24T00:00:00Z, 0",
        "2026-11-23T00:00:00Z, 2026-11-26T00:00:00Z, 1",
        "2026-11-24T08:00:00Z, 2026-11-24T08:00:01Z, 1",
        "2026-11-24T08:00:01Z, , 0",
        ", 2026-11-24T08:00:00Z, 0",
        ", , 1"
    })
    void a_period_selects_by_the_time_of_opening(Instant since, Instant before, int found) {
        read(dlp("700"));
        AlertQuery query = AlertQuery.all().openedSince(since).openedBefore(before);
        assertThat(alerts.list(query)).hasSize(found);
        assertThat(alerts.counts(query)).hasSize(found);
    }

    @ParameterizedTest
    @EnumSource(
            value = Act.class,
            names = {"ACKNOWLEDGE", "CLOSE"})
    void a_decision_of_a_person_is_kept_until_the_dose_changes(Act act) {
        read(dlp("700"));
        alerts.decide(
                1, AlertStore.Decision.to(act).by("A").because("justified").note("large"));
        read(dlp("700.0"));
        assertThat(status()).isNotEqualTo("open");
        read(dlp("900"));
        assertThat(status()).isEqualTo(AlertStatus.OPEN);
        assertThat(alerts.find(1).orElseThrow().alert().value()).contains(new BigDecimal("900"));
        assertThat(alerts.history(1))
                .extracting(AuditEntry::who, entry -> entry.detail())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A", "alert 1 justified: large"),
                        org.assertj.core.groups.Tuple.tuple("agent", "alert 1 the dose or its level changed"));
    }

    @Test
    void an_alert_closes_when_its_condition_no_longer_holds_and_opens_when_it_holds_again() {
        read(dlp("700"));
        read();
        assertThat(status()).isEqualTo(AlertStatus.CLOSED);
        read(dlp("700"));
        assertThat(status()).isEqualTo(AlertStatus.OPEN);
        assertThat(alerts.list(AlertQuery.all().limit(9))).hasSize(1);
        assertThat(alerts.history(1)).extracting(AuditEntry::act).containsExactly("alert-closed", "alert-reopened");
    }

    @Test
    void the_numbers_of_a_group_move_without_opening_what_was_acknowledged() {
        alerts.ofScanners(Map.of(SCANNER, List.of(dlp("700"))), "");
        alerts.decide(1, AlertStore.Decision.to(Act.ACKNOWLEDGE).by("A").because("under-review"));
        alerts.ofScanners(Map.of(SCANNER, List.of(dlp("710"))), "");
        assertThat(status()).isEqualTo(AlertStatus.ACKNOWLEDGED);
        assertThat(alerts.find(1).orElseThrow().alert().value()).contains(new BigDecimal("710"));
    }

    @Test
    void refuses_steps_that_lead_nowhere_and_the_name_of_the_program() {
        read(dlp("700"));
        assertThatThrownBy(() -> alerts.decide(
                        1, AlertStore.Decision.to(Act.REOPEN).by("A").because("other")))
                .hasMessage("alert 1 is open already");
        alerts.decide(1, AlertStore.Decision.to(Act.CLOSE).by("A").because("protocol"));
        for (Act act : List.of(Act.CLOSE, Act.ACKNOWLEDGE)) {
            assertThatThrownBy(() ->
                            alerts.decide(1, AlertStore.Decision.to(act).by("A").because("other")))
                    .hasMessageContaining("alert 1 is closed");
        }
        assertThatThrownBy(() -> alerts.decide(
                        1, AlertStore.Decision.to(Act.REOPEN).by("agent").because("other")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(alerts.history(1)).hasSize(1);
    }

    @Test
    void the_audit_keeps_every_note_though_the_alert_shows_the_last() {
        read(dlp("700"));
        alerts.decide(
                1,
                AlertStore.Decision.to(Act.ACKNOWLEDGE)
                        .by("A")
                        .because("under-review")
                        .note("first"));
        alerts.decide(
                1, AlertStore.Decision.to(Act.CLOSE).by("B").because("protocol").note("second"));
        assertThat(alerts.find(1).orElseThrow().decided().note()).contains("second");
        assertThat(alerts.history(1))
                .extracting(AuditEntry::detail)
                .containsExactly("alert 1 under-review: first", "alert 1 protocol: second");
    }

    @Test
    void a_second_acknowledgement_is_refused_unless_it_says_that_it_replaces_the_first() {
        read(dlp("700"));
        AlertStore.Decision first =
                AlertStore.Decision.to(Act.ACKNOWLEDGE).by("A").because("justified");
        AlertStore.Decision second = first.by("B").because("under-review");
        alerts.decide(1, first);
        assertThatThrownBy(() -> alerts.decide(1, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alert 1 is acknowledged already");
        assertThat(alerts.find(1).orElseThrow().decided().by()).hasValue("A");
        alerts.decide(1, second.again(true));
        assertThat(alerts.find(1).orElseThrow().decided().by()).hasValue("B");
        assertThat(alerts.history(1)).extracting(AuditEntry::who).containsExactly("A", "B");
    }

    @Test
    void an_alert_that_a_person_opens_again_has_no_decision_and_keeps_its_history() {
        read(dlp("700"));
        AlertStore.Decision decision = AlertStore.Decision.to(Act.ACKNOWLEDGE)
                .by("A")
                .because("justified")
                .note("large");
        alerts.decide(1, decision);
        alerts.decide(
                1, AlertStore.Decision.to(Act.REOPEN).by("B").because("other").note("look again"));
        assertThat(status()).isEqualTo(AlertStatus.OPEN);
        assertThat(alerts.find(1).orElseThrow().decided()).isEqualTo(NOBODY);
        assertThat(alerts.history(1))
                .extracting(AuditEntry::detail)
                .containsExactly("alert 1 justified: large", "alert 1 other: look again");
    }

    @Test
    void an_alert_that_the_agent_opens_again_has_no_decision() {
        read(dlp("700"));
        alerts.decide(1, AlertStore.Decision.to(Act.ACKNOWLEDGE).by("A").because("justified"));
        read(dlp("900"));
        assertThat(status()).isEqualTo(AlertStatus.OPEN);
        assertThat(alerts.find(1).orElseThrow().decided()).isEqualTo(NOBODY);
    }

    @Test
    void problems_and_marks_are_stored_with_the_alert_and_follow_its_text() {
        Alert lacking = Alert.of(AlertKind.DATA_QUALITY, "data-quality", AlertWords.of("text"))
                .about(Set.of(DataProblem.AGE_UNKNOWN, DataProblem.UNIT));
        read(lacking);
        assertThat(alerts.find(1).orElseThrow().alert()).isEqualTo(lacking);
        Alert marked = new Alert(
                AlertKind.GROUP_RULE,
                "data-quality",
                Optional.empty(),
                Alert.Figures.NONE,
                Set.of(),
                AlertWords.of("on ").scanner("S").then(", exam of ").timeOfExam("T"),
                0);
        read(marked);
        assertThat(alerts.find(1).orElseThrow().alert()).isEqualTo(marked);
    }

    private AlertStatus status() {
        return alerts.find(1).orElseThrow().status();
    }

    private void read(Alert... drafts) {
        session.inTransaction(() -> alerts.ofExam(STUDY, List.of(drafts)));
    }

    private static Alert dlp(String value) {
        return new Alert(
                AlertKind.EXAM_ABOVE_DRL,
                "drl/0/DLP/test",
                Optional.of("CT-CHEST"),
                Alert.Figures.of(Quantity.DLP, new BigDecimal(value)).beside(new BigDecimal("400"), "test"),
                Set.of(),
                AlertWords.of("text"),
                0);
    }
}
