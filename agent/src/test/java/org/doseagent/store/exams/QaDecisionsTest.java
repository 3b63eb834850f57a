package org.doseagent.store.exams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.doseagent.dose.identity.StudyInstanceUid;
import org.doseagent.store.TestStores;
import org.doseagent.store.alerts.AuditEntry;
import org.doseagent.store.sql.OnPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions about phantoms, in a new store and in one that the last release wrote. */
class QaDecisionsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final StudyInstanceUid STUDY = new StudyInstanceUid("1.2.3");

    @TempDir
    private Path folder;

    private DoseStore store() {
        return new DoseStore(
                TestStores.session(folder, "demo-hospital"), "demo-hospital", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void the_last_decision_counts_and_every_one_is_in_the_audit() {
        try (DoseStore doses = store()) {
            assertThat(doses.qaDecisions().of(STUDY)).isEmpty();
            doses.qaDecisions().decide(STUDY, QaChoice.phantom("A. Physicist"));
            QaDecision last = doses.qaDecisions()
                    .decide(STUDY, QaChoice.patient("B. Physicist").withNote("a child"));
            assertThat(last)
                    .isEqualTo(new QaDecision(
                            STUDY, QaChoice.patient("B. Physicist").withNote("a child"), NOW));
            assertThat(doses.qaDecisions().of(STUDY)).contains(last);
            assertThat(doses.qaDecisions().all()).containsExactly(last);
            assertThat(doses.audit()).extracting(AuditEntry::act).containsExactly("qa-confirmed", "qa-freed");
            assertThat(doses.auditProblem()).isEmpty();
        }
    }

    /** {@code qa-schema-8.sql} is a store that the last release wrote from two synthetic reports of {@code test-data}. */
    @Test
    @OnPostgres.Not(because = "PostgreSQL has no earlier schema")
    void a_store_of_the_last_release_takes_decisions_and_keeps_its_exams() throws Exception {
        restore("qa-schema-8.sql");
        try (DoseStore doses = store()) {
            doses.prepareToWrite();
            List<StudyInstanceUid> studies = doses.exams(ExamQuery.all()).stream()
                    .map(exam -> exam.exam().studyInstanceUid())
                    .toList();
            assertThat(studies).hasSize(2);
            doses.qaDecisions().decide(studies.get(0), QaChoice.phantom("A. Physicist"));
            assertThat(doses.qaDecisions().of(studies.get(0))).isPresent();
            assertThat(doses.qaDecisions().of(studies.get(1))).isEmpty();
        }
    }

    private void restore(String resource) throws IOException, SQLException {
        String sql;
        try (InputStream in = Objects.requireNonNull(QaDecisionsTest.class.getResourceAsStream(resource))) {
            sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("doses.db"));
                Statement statement = connection.createStatement()) {
            for (String each : sql.split(";\\s*\n", -1)) {
                if (!each.isBlank()) {
                    statement.executeUpdate(each);
                }
            }
        }
    }
}
