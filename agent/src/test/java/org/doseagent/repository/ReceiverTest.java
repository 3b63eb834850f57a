package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.ReleasedDocument;
import org.doseagent.aggregate.control.Signer;
import org.doseagent.store.repository.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiverTest {

    @TempDir
    private Path folder;

    private RepositoryRig rig;
    private SimulatedHospital hospital;
    private Release january;

    @BeforeEach
    void open() throws Exception {
        rig = new RepositoryRig(folder);
        hospital = rig.enrolled(1);
        january = RepositoryRig.release(hospital, RepositoryRig.JANUARY);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_release_is_taken_once_and_kept_byte_for_byte() {
        assertThat(rig.put(january)).isEqualTo(Reply.TAKEN);
        assertThat(rig.put(january)).isEqualTo(Reply.TAKEN_BEFORE);
        assertThat(rig.host.store().submissions()).isOne();
        assertThat(rig.host.store().bytes(january.document().submissionId())).hasValue(january.json());
        assertThat(rig.host.store().firstBroken()).isEmpty();
        assertThat(rig.host.store().incidents(10)).isEmpty();
    }

    /** Changes a document, gives it its own id again, and signs it. */
    private byte[] changed(Signer signer, UnaryOperator<ObjectNode> change) {
        ObjectNode document = change.apply(Canonical.parse(january.json()));
        return Canonical.bytes(signer.signed(ReleasedDocument.withOwnId(document)));
    }

    private Reply put(byte[] body) {
        return rig.host.receiver().put(id(body), body);
    }

    private static String id(byte[] body) {
        return Canonical.parse(body).path("submissionId").asText();
    }

    private byte[] correction(String supersedes, int sequence) {
        return changed(
                hospital.signer, document -> document.put("sequence", sequence).put("supersedes", supersedes));
    }

    @Test
    void a_correction_may_come_before_what_it_corrects() {
        byte[] second = correction(january.document().submissionId(), 2);
        assertThat(put(second)).isEqualTo(Reply.TAKEN);
        assertThat(rig.put(january)).isEqualTo(Reply.TAKEN);
        assertThat(put(correction(id(second), 3))).isEqualTo(Reply.TAKEN);
    }

    @Test
    void two_histories_of_a_facility_are_refused_and_recorded() {
        assertThat(rig.put(january)).isEqualTo(Reply.TAKEN);
        byte[] other = changed(hospital.signer, document -> document.put("createdAt", "2025-03-01"));
        assertThat(put(other).detail()).contains("two histories");
        assertThat(put(correction("00000000-0000-5000-8000-000000000001", 2)).status())
                .isEqualTo(422);
        assertThat(rig.host.store().incidents(10)).extracting(Incident::kind).containsExactly("fork", "fork");
        assertThat(rig.host.store().submissions()).isOne();
    }

    @Test
    void a_predecessor_that_its_correction_does_not_name_is_a_fork() {
        assertThat(put(correction("00000000-0000-5000-8000-000000000001", 2))).isEqualTo(Reply.TAKEN);
        assertThat(rig.put(january).detail()).contains("two histories");
    }

    @Test
    void keys_of_others_and_unknown_facilities_are_refused_and_stolen_keys_recorded() {
        SimulatedHospital other = rig.enrolled(2);
        assertThat(put(changed(other.signer, document -> document)))
                .isEqualTo(new Reply(403, "this key belongs to another facility"));
        assertThat(put(changed(RepositoryRig.newSigner(), document -> document)).detail())
                .contains("not the enrolled key");
        byte[] clone = changed(hospital.signer, document -> {
            document.withObject("facility").put("pseudonym", "f".repeat(32));
            return document;
        });
        assertThat(put(clone)).isEqualTo(new Reply(403, "this key belongs to another facility"));
        assertThat(rig.host.store().incidents(10))
                .extracting(Incident::kind)
                .containsExactly("key-of-another-facility", "unknown-key", "key-of-another-facility");
        SimulatedHospital stranger = RepositoryRig.hospital(3);
        assertThat(rig.put(RepositoryRig.release(stranger, RepositoryRig.JANUARY)))
                .isEqualTo(new Reply(403, "this facility is not enrolled"));
        assertThat(rig.host.store().submissions()).isZero();
    }

    @Test
    void what_was_changed_after_it_was_signed_is_refused() {
        byte[] changed = Canonical.bytes(Canonical.parse(january.json()).put("createdAt", "2025-03-01"));
        assertThat(put(changed)).isEqualTo(new Reply(403, "the signature does not fit the document"));
        ObjectNode otherId =
                Canonical.parse(january.json()).put("submissionId", "00000000-0000-5000-8000-000000000001");
        assertThat(put(Canonical.bytes(hospital.signer.signed(otherId))).detail())
                .isEqualTo("the submission id is not that of the content");
        assertThat(rig.host
                        .receiver()
                        .put("00000000-0000-5000-8000-000000000001", january.json())
                        .detail())
                .contains("in the path");
        assertThat(put(changed(hospital.signer, document -> {
                    document.withObject("facility").put("country", "PT".equals(hospital.country) ? "AT" : "PT");
                    return document;
                })))
                .isEqualTo(new Reply(422, "the country is not that of the enrolment"));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-02, 2025-01-31, 2025-02-15, calendar",
        "2025-02-01, 2025-04-30, 2025-05-15, calendar",
        "2025-01-01, 2025-02-28, 2025-03-15, calendar",
        "2026-02-01, 2026-02-28, 2026-03-15, not over",
        "2021-01-01, 2021-01-31, 2021-02-15, months ago",
        "2025-01-01, 2025-01-31, 2025-01-20, createdAt",
        "2025-01-01, 2025-01-31, 2027-01-20, createdAt"
    })
    void periods_that_cannot_be_are_refused(String start, String end, String createdAt, String reason) {
        byte[] body = changed(hospital.signer, document -> {
            document.withObject("period").put("start", start).put("end", end);
            return document.put("createdAt", createdAt);
        });
        Reply reply = put(body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.detail()).contains(reason);
    }

    @Test
    void no_exam_is_in_two_periods() {
        assertThat(rig.put(january)).isEqualTo(Reply.TAKEN);
        byte[] quarter = changed(hospital.signer, document -> {
            document.withObject("period").put("end", "2025-03-31");
            return document.put("createdAt", "2025-04-15");
        });
        assertThat(put(quarter).detail()).contains("overlaps this one has CT-");
        byte[] others = changed(hospital.signer, document -> {
            document.withObject("period").put("end", "2025-03-31");
            document.path("cells").forEach(cell -> ((ObjectNode) cell).put("category", "CT-RARE"));
            return document.put("createdAt", "2025-04-15");
        });
        assertThat(put(others)).as("other categories may have another period").isEqualTo(Reply.TAKEN);
        assertThat(rig.put(RepositoryRig.release(hospital, YearMonth.of(2025, 2))))
                .isEqualTo(Reply.TAKEN);
        assertThat(rig.host.store().incidents(10)).extracting(Incident::kind).containsExactly("overlap");
    }

    @Test
    void a_facility_that_floods_is_told_to_wait() throws Exception {
        RepositorySettings.Rules rules = rig.settings.rules();
        RepositorySettings few = new RepositorySettings(
                rig.settings.folder(),
                rig.settings.issuer(),
                rig.settings.listen(),
                rig.settings.limits(),
                new RepositorySettings.Rules(
                        rules.maxPeriodAgeMonths(), 100, 2, 10, rules.tokenValid(), rules.publishEvery(), 5),
                rig.settings.control());
        Receiver receiver = new Receiver(rig.host.store(), few, rig.clock);
        for (int month = 1; month <= 3; month++) {
            Release release = RepositoryRig.release(hospital, YearMonth.of(2025, month));
            assertThat(receiver.put(release.document().submissionId(), release.json())
                            .status())
                    .isEqualTo(month == 3 ? 429 : 201);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "\"text\"",
                "{\"a\":1e999999999}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1234567890123456789012345}",
                "{\"a\":"
            })
    void what_is_no_document_is_refused_before_anything_is_built(String body) {
        assertThat(rig.host
                        .receiver()
                        .put("00000000-0000-5000-8000-000000000001", body.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void depth_is_bounded_and_white_space_is_not_canonical() {
        byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThat(rig.host.receiver().put("x", deep)).isEqualTo(new Reply(400, "nested deeper than 16 levels"));
        byte[] spaced = (" " + new String(january.json(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        assertThat(rig.host.receiver().put(january.document().submissionId(), spaced))
                .isEqualTo(new Reply(422, "not in canonical form (RFC 8785)"));
        assertThat(put(changed(hospital.signer, document -> document.put("patientName", "x")))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_changed_store_is_noticed() throws Exception {
        assertThat(rig.put(january)).isEqualTo(Reply.TAKEN);
        rig.host.close();
        try (java.sql.Connection connection = java.sql.DriverManager.getConnection(
                        "jdbc:sqlite:" + rig.settings.folder().resolve("repository.db"));
                java.sql.Statement statement = connection.createStatement()) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> statement.executeUpdate("UPDATE submission SET sequence = 2")))
                    .hasMessageContaining("never changed");
            statement.executeUpdate("DROP TRIGGER submission_stays");
            statement.executeUpdate("UPDATE submission SET sequence = 2");
        }
        try (RepositoryRig again = new RepositoryRig(folder)) {
            assertThat(again.host.store().firstBroken())
                    .isEqualTo(Optional.of(january.document().submissionId()));
        }
    }
}
