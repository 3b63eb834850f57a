package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.SiteSecret;
import org.junit.jupiter.api.Test;

/** The key of a patient. */
final class PseudonymsTest {

    private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(StandardCharsets.UTF_8);
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
}
