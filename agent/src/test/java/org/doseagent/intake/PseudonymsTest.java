package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SiteSecret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key of a patient. */
final class PseudonymsTest {

    private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_SECRET = new byte[32];
    private static final PatientIdentity PATIENT = new PatientIdentity("4711", "WARD");

    @Test
    void a_patient_has_one_key_that_depends_on_the_secret() {
        Pseudonyms pseudonyms = new Pseudonyms(SECRET);
        String key = pseudonyms.keyOf(PATIENT).value();
        assertThat(key)
                .hasSize(32)
                .matches("[0-9a-f]+")
                .isEqualTo(new Pseudonyms(SECRET).keyOf(PATIENT).value());
        assertThat(new Pseudonyms(new byte[32]).keyOf(PATIENT).value()).isNotEqualTo(key);
    }

    @Test
    void one_id_of_two_issuers_is_two_patients() {
        Pseudonyms pseudonyms = new Pseudonyms(SECRET);
        assertThat(pseudonyms.keyOf(new PatientIdentity("4711", "CLINIC"))).isNotEqualTo(pseudonyms.keyOf(PATIENT));
        // The same letters, cut at another place.
        assertThat(pseudonyms.keyOf(new PatientIdentity("1", "WARD471")))
                .isNotEqualTo(pseudonyms.keyOf(new PatientIdentity("11", "WARD47")));
    }

    @Test
    void a_site_may_keep_the_id_but_its_own_name_stays_a_pseudonym() {
        Pseudonyms ids = new Pseudonyms(new SiteSecret(SECRET), true, persons -> {});
        assertThat(ids.keyOf(PATIENT).value()).isEqualTo("4711^^^WARD");
        assertThat(ids.keyOf(new PatientIdentity("4711", "")).value()).isEqualTo("4711");
        assertThat(ids.facility("demo-hospital"))
                .doesNotContain("demo")
                .isEqualTo(new Pseudonyms(SECRET).facility("demo-hospital"));
    }

    /** Computed by the program before keys were derived: patients must not become two after an update. */
    @ParameterizedTest
    @CsvSource({"4711, HOSPITAL, a4fa3d106b55462a46b00ce6f000c94d", "4711, '', 5843c0f42ca8af3a5c42e51218f12797"})
    void a_patient_keeps_the_key_that_earlier_programs_gave(String id, String issuer, String key) {
        assertThat(new Pseudonyms(NO_SECRET).keyOf(new PatientIdentity(id, issuer)))
                .isEqualTo(new PatientKey(key));
    }

    @ParameterizedTest
    @CsvSource({"4711, ''", "0004711, HOSPITAL", "' 4711 ', OTHER", "4 711, ''", "４７１１, ''"})
    void spellings_and_issuers_of_an_id_are_one_person(String id, String issuer) {
        Pseudonyms pseudonyms = new Pseudonyms(NO_SECRET);
        assertThat(pseudonyms.personOf(new PatientIdentity(id, issuer)))
                .isEqualTo(pseudonyms.personOf(new PatientIdentity("4711", "HOSPITAL")));
    }

    @Test
    void case_does_not_count_and_other_ids_are_other_persons() {
        Pseudonyms pseudonyms = new Pseudonyms(NO_SECRET);
        String person = pseudonyms.personOf(new PatientIdentity("ab-12", ""));
        assertThat(pseudonyms.personOf(new PatientIdentity("AB-12", ""))).isEqualTo(person);
        assertThat(pseudonyms.personOf(new PatientIdentity("AB-120", ""))).isNotEqualTo(person);
        assertThat(pseudonyms.personOf(new PatientIdentity("000", "")))
                .isEqualTo(pseudonyms.personOf(new PatientIdentity("0", "")));
    }

    @Test
    void persons_are_passed_on_once() {
        Map<PatientKey, String> passed = new HashMap<>();
        Pseudonyms pseudonyms = new Pseudonyms(new SiteSecret(NO_SECRET), true, passed::putAll);
        pseudonyms.keyOf(new PatientIdentity("4711", "HOSPITAL"));
        pseudonyms.passOnPersons();
        assertThat(passed).containsOnlyKeys(new PatientKey("4711^^^HOSPITAL"));
        passed.clear();
        pseudonyms.passOnPersons();
        assertThat(passed).isEmpty();
    }
}
