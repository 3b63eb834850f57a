package org.doseagent.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.YearMonth;
import java.util.Optional;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.FacilityDocument;
import org.doseagent.aggregate.control.Release;
import org.doseagent.aggregate.control.Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnrolmentTest {

    @TempDir
    private Path folder;

    private RepositoryRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new RepositoryRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Reply take(byte[] document) {
        return rig.host.enrolment().take(document);
    }

    @Test
    void a_token_enrols_one_facility_and_no_second_one() {
        SimulatedHospital first = RepositoryRig.hospital(1);
        SimulatedHospital second = RepositoryRig.hospital(4);
        assertThat(second.country).isEqualTo(first.country);
        String token = rig.token(first);
        assertThat(rig.enrol(first, token)).isEqualTo(Reply.TAKEN);
        assertThat(rig.enrol(first, token)).as("the answer was lost").isEqualTo(Reply.TAKEN_BEFORE);
        assertThat(rig.enrol(second, token)).isEqualTo(new Reply(403, "the token was used before or has expired"));
        assertThat(rig.host.store().facilities()).hasSize(1);
    }

    @Test
    void a_token_is_of_this_repository_and_country_and_expires() {
        SimulatedHospital hospital = RepositoryRig.hospital(1);
        assertThat(rig.enrol(hospital, "x".repeat(43)).status()).isEqualTo(403);
        String elsewhere = rig.host
                .enrolment()
                .invite(new Enrolment.Invitation("Hospital", "FR", Optional.empty()), new SecureRandom());
        assertThat(rig.enrol(hospital, elsewhere).status()).isEqualTo(403);
        String token = rig.token(hospital);
        rig.day("2026-04-01");
        assertThat(rig.enrol(hospital, token).detail()).contains("expired");
        assertThat(rig.host.store().facilities()).isEmpty();
    }

    @Test
    void a_new_key_replaces_the_old_one_which_a_thief_can_no_longer_use() {
        SimulatedHospital hospital = rig.enrolled(1);
        Signer next = RepositoryRig.newSigner();
        byte[] rotation = FacilityDocument.rotate(RepositoryRig.who(hospital), 1, hospital.signer, next);
        assertThat(take(rotation)).isEqualTo(Reply.TAKEN);
        assertThat(take(rotation)).as("a replay").isEqualTo(Reply.TAKEN_BEFORE);
        Release january = RepositoryRig.release(hospital, RepositoryRig.JANUARY);
        assertThat(rig.put(january)).isEqualTo(new Reply(403, "the key of the signature was replaced by a newer one"));
        assertThat(rig.host.store().incidents(10))
                .singleElement()
                .satisfies(each -> assertThat(each.kind()).isEqualTo("replaced-key"));
        byte[] signedAgain = Canonical.bytes(next.signed(Canonical.parse(january.json())));
        assertThat(rig.host.receiver().put(january.document().submissionId(), signedAgain))
                .isEqualTo(Reply.TAKEN);
        byte[] back = FacilityDocument.rotate(RepositoryRig.who(hospital), 2, next, hospital.signer);
        assertThat(take(back)).isEqualTo(new Reply(403, "the new key is or was the key of a facility"));
        byte[] byThief =
                FacilityDocument.rotate(RepositoryRig.who(hospital), 1, hospital.signer, RepositoryRig.newSigner());
        assertThat(take(byThief).status()).isEqualTo(403);
    }

    @Test
    void a_new_key_must_be_owned() {
        SimulatedHospital hospital = rig.enrolled(1);
        ObjectNode document = Canonical.parse(
                FacilityDocument.rotate(RepositoryRig.who(hospital), 1, hospital.signer, RepositoryRig.newSigner()));
        document.put("newKey", rig.enrolled(2).signer.publicKey());
        assertThat(take(Canonical.bytes(hospital.signer.signed(document))).detail())
                .contains("newKeyProof is not a signature of the new key");
    }

    @Test
    void a_lost_key_is_replaced_with_a_token_for_this_facility_alone() {
        SimulatedHospital hospital = rig.enrolled(1);
        Signer next = RepositoryRig.newSigner();
        byte[] withPlainToken = FacilityDocument.enrol(RepositoryRig.who(hospital), rig.token(hospital), next);
        assertThat(take(withPlainToken)).isEqualTo(new Reply(403, "the token is not for this facility"));
        String token = rig.host
                .enrolment()
                .invite(
                        new Enrolment.Invitation("Hospital", hospital.country, Optional.of(hospital.pseudonym)),
                        new SecureRandom());
        assertThat(take(FacilityDocument.enrol(RepositoryRig.who(hospital), token, next)))
                .isEqualTo(Reply.TAKEN);
        assertThat(rig.host
                        .store()
                        .facility(hospital.pseudonym)
                        .orElseThrow()
                        .key()
                        .number())
                .isEqualTo(2);
    }

    @Test
    void whoever_withdraws_sends_and_counts_no_more() {
        SimulatedHospital hospital = rig.enrolled(1);
        assertThat(rig.put(RepositoryRig.release(hospital, RepositoryRig.JANUARY)))
                .isEqualTo(Reply.TAKEN);
        assertThat(take(FacilityDocument.withdraw(RepositoryRig.who(hospital), 1, RepositoryRig.newSigner()))
                        .status())
                .isEqualTo(403);
        byte[] withdrawal = FacilityDocument.withdraw(RepositoryRig.who(hospital), 1, hospital.signer);
        assertThat(take(withdrawal)).isEqualTo(Reply.TAKEN);
        assertThat(take(withdrawal)).isEqualTo(Reply.TAKEN_BEFORE);
        assertThat(rig.put(RepositoryRig.release(hospital, YearMonth.of(2025, 2))))
                .isEqualTo(new Reply(403, "this facility has withdrawn"));
        rig.host.publisher().recompute();
        assertThat(rig.host.store().keys(2025).keySet())
                .allSatisfy(key -> assertThat(rig.host.store().medians(2025, key))
                        .noneMatch(org.doseagent.store.repository.CountedMedian::counts));
    }

    @Test
    void a_document_about_another_thing_is_refused() {
        SimulatedHospital hospital = rig.enrolled(1);
        ObjectNode document =
                Canonical.parse(FacilityDocument.withdraw(RepositoryRig.who(hospital), 1, hospital.signer));
        assertThat(take(Canonical.bytes(document.deepCopy().put("act", "destroy")))
                        .detail())
                .contains("act must be");
        assertThat(take(Canonical.bytes(document.deepCopy().put("key", 2))).detail())
                .contains("the signature does not fit");
        assertThat(rig.host.store().facility(hospital.pseudonym).orElseThrow().isWithdrawn())
                .isFalse();
    }
}
