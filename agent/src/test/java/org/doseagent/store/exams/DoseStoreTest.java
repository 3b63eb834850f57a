package org.doseagent.store.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Exam;
import org.doseagent.dose.ExamContext;
import org.doseagent.dose.IrradiationEvent;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.ReceivedReport;
import org.doseagent.dose.ReportDocument;
import org.doseagent.dose.ReportedTotals;
import org.doseagent.dose.StudyFacts;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.AlertKind;
import org.doseagent.dose.assessment.AlertStatus;
import org.doseagent.dose.assessment.AlertWords;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.ContentHash;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.intake.ExamBuilder;
import org.doseagent.intake.ExamMerger;
import org.doseagent.intake.StudyLimits;
import org.doseagent.store.StoreException;
import org.doseagent.store.TestStores;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertQuery;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.alerts.AuditEntry;
import org.doseagent.store.inbox.InboxProgress;
import org.doseagent.store.sql.OnPostgres;
import org.doseagent.testdata.Exams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoseStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static final StudyInstanceUid STUDY = new StudyInstanceUid("1.2");
    private static final DeviceKey SCANNER = new DeviceKey("M", "S", "1");

    @TempDir
    private Path folder;

    private DoseStore store;

    @BeforeEach
    void open() {
        store = new DoseStore(TestStores.session(folder, "site"), "site", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void an_exam_comes_back_as_it_went_in() {
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        AssessedExam exam = store.find("1.2").get(0);
        assertThat(exam).isEqualTo(withAlert(ExamMerger.merge(List.of(report(1, "1.2", "10.0")))));
        assertThat(store.find("A1")).containsExactly(exam);
        assertThat(store.exams(ExamQuery.all())).containsExactly(exam);
    }

    @Test
    void doing_it_again_changes_nothing() {
        for (int i = 0; i < 3; i++) {
            apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        }
        assertThat(store.exams(ExamQuery.all())).hasSize(1);
        assertThat(store.alerts().list(AlertQuery.all().limit(10))).hasSize(1);
    }

    @Test
    @OnPostgres.Not(because = "its trigger is written for SQLite")
    void a_failure_leaves_nothing_of_the_batch() throws SQLException {
        store.prepareToWrite();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    CREATE TRIGGER fails BEFORE INSERT ON exam WHEN NEW.study_uid = '1.3' BEGIN SELECT RAISE(ABORT, 'in the middle'); END
                    """);
        }
        assertThatThrownBy(() ->
                        apply(List.of(report(1, "1.2", "10.0"), report(2, "1.3", "10.0")), DoseStoreTest::withAlert))
                .isInstanceOf(StoreException.class)
                .rootCause()
                .hasMessageContaining("in the middle");
        assertThat(store.exams(ExamQuery.all())).isEmpty();
        assertThat(store.devices()).isEmpty();
    }

    @Test
    void an_exam_made_from_reports_that_another_process_changed_meanwhile_is_refused_and_made_again() {
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::without);
        StoredStudy read =
                store.studies(List.of(STUDY, new StudyInstanceUid("1.3"))).get(STUDY);
        assertThat(read.reports()).containsExactly(report(1, "1.2", "10.0"));
        apply(List.of(report(2, "1.2", "20.0")), DoseStoreTest::without);
        List<ReceivedReport> reports = List.of(report(1, "1.2", "10.0"), report(3, "1.2", "30.0"));
        AssessedExam late = without(ExamMerger.merge(reports));
        ProcessedBatch batch = new ProcessedBatch(
                List.of(report(3, "1.2", "30.0")),
                List.of(new ProcessedBatch.RevisedExam(late, reports, read.revision())),
                InboxProgress.NONE);
        assertThat(store.write(batch)).isFalse();
        assertThat(store.studies(List.of(STUDY)).get(STUDY).reports())
                .extracting(ReceivedReport::inboxId)
                .containsExactly(1L, 2L);
        apply(List.of(report(3, "1.2", "30.0")), DoseStoreTest::without);
        assertThat(store.studies(List.of(STUDY)).get(STUDY).reports())
                .extracting(ReceivedReport::inboxId)
                .containsExactly(1L, 2L, 3L);
    }

    /** Without its index a look-up reads every exam of the site, and each batch takes longer than the one before. */
    @Test
    @OnPostgres.Not(because = "it reads the plan of SQLite")
    void studies_of_a_batch_are_looked_up_by_their_index() throws SQLException {
        store.prepareToWrite();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
                Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + StudyReader.STUDIES)) {
            StringBuilder steps = new StringBuilder();
            while (plan.next()) {
                steps.append(plan.getString("detail")).append('\n');
            }
            assertThat(steps.toString())
                    .contains(
                            "SEARCH exam USING PRIMARY KEY (site=? AND id=?)",
                            "INDEX exam_study (site=? AND study_uid=?)");
        }
    }

    @Test
    void many_studies_are_read_in_one_call() {
        List<ReceivedReport> reports = new java.util.ArrayList<>();
        for (int i = 1; i <= 150; i++) {
            reports.add(report(i, "1.2." + i, "10.0"));
        }
        apply(reports, DoseStoreTest::without);
        assertThat(store.studies(reports.stream()
                        .map(received -> received.report().studyInstanceUid())
                        .toList()))
                .hasSize(150)
                .allSatisfy((study, stored) -> assertThat(stored.reports()).hasSize(1));
    }

    @Test
    void an_acknowledged_alert_stays_so_and_an_alert_without_ground_is_closed() {
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        assertThat(store.alerts()
                        .decide(
                                1,
                                AlertStore.Decision.to(AlertStore.Act.ACKNOWLEDGE)
                                        .by("M. Physicist")
                                        .because("justified")
                                        .note("looked")))
                .isTrue();
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        assertThat(store.alerts().find(1).orElseThrow().status()).isEqualTo(AlertStatus.ACKNOWLEDGED);
        assertThat(store.alerts().find(1).orElseThrow().decided().at()).contains(NOW);
        apply(List.of(report(2, "1.3", "10.0")), DoseStoreTest::withAlert);
        apply(List.of(report(2, "1.3", "10.0")), DoseStoreTest::without);
        assertThat(store.alerts().list(AlertQuery.all().limit(1)).get(0).status())
                .isEqualTo(AlertStatus.CLOSED);
        apply(List.of(report(2, "1.3", "10.0")), DoseStoreTest::withAlert);
        assertThat(store.alerts().list(AlertQuery.all().limit(1)).get(0).status())
                .isEqualTo(AlertStatus.OPEN);
    }

    @Test
    void a_closed_alert_stays_closed_when_its_exam_is_read_again_and_a_person_may_open_it() {
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        store.alerts()
                .decide(1, AlertStore.Decision.to(AlertStore.Act.CLOSE).by("A").because("protocol"));
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        assertThat(store.alerts().find(1).orElseThrow().status()).isEqualTo(AlertStatus.CLOSED);
        store.alerts()
                .decide(1, AlertStore.Decision.to(AlertStore.Act.REOPEN).by("B").because("under-review"));
        assertThat(store.alerts().find(1).orElseThrow().status()).isEqualTo(AlertStatus.OPEN);
        assertThat(store.audit())
                .extracting(AuditEntry::who, AuditEntry::act)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A", "alert-closed"),
                        org.assertj.core.groups.Tuple.tuple("B", "alert-reopened"));
    }

    @Test
    void an_alert_about_a_scanner_opens_once_closes_with_its_ground_and_comes_back() {
        Alert draft = withAlert(ExamMerger.merge(List.of(report(1, "1.2", "10.0"))))
                .alerts()
                .get(0);
        Map<DeviceKey, List<Alert>> drafts = Map.of(new DeviceKey("M", "Scanner", "1"), List.of(draft));
        store.alerts().ofScanners(drafts, "");
        store.alerts().ofScanners(drafts, "");
        AlertEntry alert = store.alerts()
                .list(AlertQuery.all().status(AlertStatus.OPEN).limit(9))
                .get(0);
        assertThat(alert.subject().device()).contains("Scanner 1");
        assertThat(alert.subject().study()).isEmpty();
        store.alerts()
                .decide(
                        alert.id(),
                        AlertStore.Decision.to(AlertStore.Act.ACKNOWLEDGE)
                                .by("A")
                                .because("under-review"));
        store.alerts().ofScanners(Map.of(), "elsewhere/");
        assertThat(store.alerts().find(alert.id()).orElseThrow().status()).isEqualTo(AlertStatus.ACKNOWLEDGED);
        store.alerts().ofScanners(Map.of(), "");
        assertThat(store.alerts().find(alert.id()).orElseThrow().status()).isEqualTo(AlertStatus.CLOSED);
        store.alerts().ofScanners(drafts, "");
        assertThat(store.alerts().list(AlertQuery.all().status(AlertStatus.OPEN).limit(9)))
                .hasSize(1);
    }

    @Test
    void an_occurrence_stays_when_its_exam_is_read_again_and_when_the_group_is_compared_again() {
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        store.alerts().ofReview(STUDY, SCANNER, draft(AlertKind.GROUP_RULE, "rule/x", "2.5", false));
        apply(List.of(report(1, "1.2", "10.0")), DoseStoreTest::withAlert);
        store.alerts().ofScanners(Map.of(), "");
        AlertEntry occurrence = store.alerts()
                .list(AlertQuery.all()
                        .status(AlertStatus.OPEN)
                        .kind(AlertKind.GROUP_RULE)
                        .limit(9))
                .get(0);
        assertThat(occurrence.subject().study()).contains(STUDY);
        assertThat(occurrence.subject().accessionNumber()).contains("A1");
        store.alerts()
                .decide(
                        occurrence.id(),
                        AlertStore.Decision.to(AlertStore.Act.ACKNOWLEDGE)
                                .by("A")
                                .because("justified"));
        store.alerts().ofReview(STUDY, SCANNER, draft(AlertKind.GROUP_RULE, "rule/x", "2.5", false));
        store.alerts().ofScanners(Map.of(), "");
        assertThat(store.alerts().find(occurrence.id()).orElseThrow().status()).isEqualTo(AlertStatus.ACKNOWLEDGED);
        store.alerts()
                .decide(
                        occurrence.id(),
                        AlertStore.Decision.to(AlertStore.Act.CLOSE).by("A").because("protocol"));
        store.alerts().ofReview(STUDY, SCANNER, draft(AlertKind.GROUP_RULE, "rule/x", "2.5", false));
        assertThat(store.alerts().find(occurrence.id()).orElseThrow().status()).isEqualTo(AlertStatus.CLOSED);
    }

    @Test
    void an_alert_that_was_dealt_with_opens_again_only_when_it_is_worse_than_ever_and_that_is_audited() {
        reviewed("1.1", false);
        long id = store.alerts()
                .list(AlertQuery.all().status(AlertStatus.OPEN).limit(9))
                .get(0)
                .id();
        store.alerts()
                .decide(
                        id,
                        AlertStore.Decision.to(AlertStore.Act.ACKNOWLEDGE)
                                .by("A")
                                .because("under-review"));
        reviewed("1.4", false);
        assertThat(store.alerts().find(id).orElseThrow().status()).isEqualTo(AlertStatus.ACKNOWLEDGED);
        reviewed("1.4", true);
        assertThat(store.alerts().find(id).orElseThrow().status()).isEqualTo(AlertStatus.OPEN);
        store.alerts()
                .decide(id, AlertStore.Decision.to(AlertStore.Act.CLOSE).by("A").because("protocol"));
        reviewed("1.2", false);
        reviewed("1.4", true);
        assertThat(store.alerts().find(id).orElseThrow().status()).isEqualTo(AlertStatus.CLOSED);
        reviewed("4", false);
        assertThat(store.alerts().find(id).orElseThrow().status()).isEqualTo(AlertStatus.OPEN);
        assertThat(store.audit())
                .extracting(AuditEntry::act)
                .containsExactly("alert-acknowledged", "alert-reopened", "alert-closed", "alert-reopened");
    }

    /** All reports arrive at the same time, so that the delays of an even number of exams are one and three days. */
    @Test
    void the_usual_delay_of_a_scanner_is_the_median_also_of_an_even_number_of_exams() {
        LocalDateTime arrival = LocalDateTime.ofInstant(NOW, ZoneOffset.UTC);
        apply(
                List.of(
                        on(arrival.minusDays(1), report(1, "1.2", "10.0")),
                        on(arrival.minusDays(3), report(2, "1.3", "10.0"))),
                DoseStoreTest::without);
        assertThat(store.history().activity(arrival.minusDays(9), arrival))
                .singleElement()
                .satisfies(scanner -> assertThat(scanner.usualDelay()).isEqualTo(Duration.ofDays(2)));
    }

    private static ReceivedReport on(LocalDateTime time, ReceivedReport received) {
        DoseReport report = received.report();
        StudyFacts study = report.context().study();
        return new ReceivedReport(
                received.inboxId(),
                received.receivedAt(),
                received.callingAeTitle(),
                received.patientKey(),
                new DoseReport(
                        report.document(),
                        new ExamContext(
                                report.context().studyInstanceUid(),
                                new StudyFacts(
                                        study.accessionNumber(),
                                        Optional.of(time),
                                        study.studyDescription(),
                                        study.institution(),
                                        study.procedureCodes(),
                                        study.utcOffset()),
                                report.context().patient(),
                                report.context().device(),
                                report.context().isQa()),
                        report.totals(),
                        report.events(),
                        report.findings()));
    }

    private void reviewed(String ratio, boolean isLasting) {
        store.alerts()
                .ofScanners(
                        Map.of(SCANNER, List.of(draft(AlertKind.MEDIAN_ABOVE_DRL, "group/x", ratio, isLasting))),
                        "group/");
    }

    private static Alert draft(AlertKind kind, String key, String ratio, boolean isLasting) {
        Optional<BigDecimal> number = Optional.of(new BigDecimal(ratio));
        return new Alert(
                kind,
                key,
                Optional.of("CT-CHEST"),
                new Alert.Figures(Optional.empty(), Optional.empty(), Optional.empty(), number, Optional.empty()),
                Set.of(),
                AlertWords.of("text"),
                Alert.severity(new BigDecimal(ratio), isLasting));
    }

    @Test
    void an_adoption_is_of_the_set_as_it_stands_and_audited() {
        store.adopt("eu", new ContentHash("abc"), "M. Physicist");
        store.adopt("eu", new ContentHash("abc"), "M. Physicist");
        assertThat(store.adoptedSets()).containsExactly("abc");
        assertThat(store.audit()).hasSize(2).allMatch(entry -> entry.act().equals("drl-set-adopted"));
    }

    @Test
    void an_alert_that_does_not_exist_is_not_acknowledged() {
        assertThat(store.alerts()
                        .decide(
                                99,
                                AlertStore.Decision.to(AlertStore.Act.ACKNOWLEDGE)
                                        .by("A")
                                        .because("justified")))
                .isFalse();
        assertThat(store.auditProblem()).isEmpty();
    }

    private void apply(List<ReceivedReport> reports, Function<Exam, AssessedExam> assess) {
        new ExamBuilder(store, assess, StudyLimits.DEFAULT).store(reports, refused -> InboxProgress.NONE);
    }

    private static AssessedExam withAlert(Exam exam) {
        Alert alert = new Alert(
                AlertKind.DATA_QUALITY,
                "key",
                Optional.of("CT-CHEST"),
                Alert.Figures.of(Quantity.DLP, new BigDecimal("1.5")),
                Set.of(),
                AlertWords.of("text"),
                0);
        return new AssessedExam(exam, List.of(), List.of(), List.of(alert));
    }

    private static AssessedExam without(Exam exam) {
        return new AssessedExam(exam, List.of(), List.of(), List.of());
    }

    private static ReceivedReport report(long inboxId, String study, String dlp) {
        IrradiationEvent event = Exams.event(study + ".9", "Chest", "5.0", 32, dlp);
        Exam facts = Exams.exam("p", Exams.ADULT_DAYS, "CT Chest", event);
        return new ReceivedReport(
                inboxId,
                NOW,
                Optional.of(new AeTitle("PACS1")),
                Optional.of(new PatientKey("key")),
                new DoseReport(
                        new ReportDocument(
                                new SopInstanceUid(study + ".8"),
                                "1.2.840.10008.5.1.4.1.1.88.67",
                                Optional.empty(),
                                List.of()),
                        new ExamContext(
                                new StudyInstanceUid(study), facts.study(), facts.patient(), Device.UNKNOWN, false),
                        ReportedTotals.NONE,
                        List.of(event),
                        List.of()));
    }
}
