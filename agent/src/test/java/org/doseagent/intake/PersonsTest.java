package org.doseagent.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SiteSecret;
import org.doseagent.store.TestStores;
import org.doseagent.store.ledger.Persons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys of one person have in common. */
class PersonsTest {

    private static final byte[] SECRET = new byte[32];

    @TempDir
    private Path folder;

    /** Computed by the program before keys were derived: patients must not become two after an update. */
    @ParameterizedTest
    @CsvSource({"4711, HOSPITAL, a4fa3d106b55462a46b00ce6f000c94d", "4711, '', 5843c0f42ca8af3a5c42e51218f12797"})
    void a_patient_keeps_the_key_that_earlier_programs_gave(String id, String issuer, String key) {
        assertThat(new Pseudonyms(SECRET).keyOf(new PatientIdentity(id, issuer)))
                .isEqualTo(new PatientKey(key));
    }

    @ParameterizedTest
    @CsvSource({"4711, ''", "0004711, HOSPITAL", "' 4711 ', OTHER", "4 711, ''", "４７１１, ''"})
    void spellings_and_issuers_of_an_id_are_one_person(String id, String issuer) {
        Pseudonyms pseudonyms = new Pseudonyms(SECRET);
        assertThat(pseudonyms.personOf(new PatientIdentity(id, issuer)))
                .isEqualTo(pseudonyms.personOf(new PatientIdentity("4711", "HOSPITAL")));
    }

    @Test
    void case_does_not_count_and_other_ids_are_other_persons() {
        Pseudonyms pseudonyms = new Pseudonyms(SECRET);
        String person = pseudonyms.personOf(new PatientIdentity("ab-12", ""));
        assertThat(pseudonyms.personOf(new PatientIdentity("AB-12", ""))).isEqualTo(person);
        assertThat(pseudonyms.personOf(new PatientIdentity("AB-120", ""))).isNotEqualTo(person);
        assertThat(pseudonyms.personOf(new PatientIdentity("000", "")))
                .isEqualTo(pseudonyms.personOf(new PatientIdentity("0", "")));
    }

    @Test
    void the_store_gives_one_person_to_all_keys_of_an_id() {
        try (Persons persons = new Persons(TestStores.session(folder, "site"), "site")) {
            Pseudonyms pseudonyms = new Pseudonyms(new SiteSecret(SECRET), false, persons::add);
            PatientKey one = pseudonyms.keyOf(new PatientIdentity("4711", "HOSPITAL"));
            PatientKey other = pseudonyms.keyOf(new PatientIdentity("04711", ""));
            PatientKey third = pseudonyms.keyOf(new PatientIdentity("4712", ""));
            pseudonyms.passOnPersons();
            assertThat(one).isNotEqualTo(other);
            try (Persons reader = new Persons(TestStores.session(folder, "site"), "site")) {
                assertThat(reader.personOf(one)).isEqualTo(reader.personOf(other));
                assertThat(reader.personOf(third)).isNotEqualTo(reader.personOf(one));
                PatientKey unknown = new PatientKey("of an earlier program");
                assertThat(reader.personOf(unknown)).isEqualTo(unknown);
            }
        }
    }

    @Test
    void persons_are_passed_on_once() {
        Map<PatientKey, String> passed = new HashMap<>();
        Pseudonyms pseudonyms = new Pseudonyms(new SiteSecret(SECRET), true, passed::putAll);
        pseudonyms.keyOf(new PatientIdentity("4711", "HOSPITAL"));
        pseudonyms.passOnPersons();
        assertThat(passed).containsOnlyKeys(new PatientKey("4711^^^HOSPITAL"));
        passed.clear();
        pseudonyms.passOnPersons();
        assertThat(passed).isEmpty();
    }
}
