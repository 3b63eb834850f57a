package org.doseagent.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SiteSecret;
import org.doseagent.intake.Pseudonyms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keys of one person have in common. */
final class PersonsTest {

    private static final byte[] SECRET = new byte[32];

    @TempDir
    private Path folder;

    @Test
    void the_store_gives_one_person_to_all_keys_of_an_id() {
        try (Persons persons = new Persons(folder, "site")) {
            Pseudonyms pseudonyms = new Pseudonyms(new SiteSecret(SECRET), false, persons::add);
            PatientKey one = pseudonyms.keyOf(new PatientIdentity("4711", "HOSPITAL"));
            PatientKey other = pseudonyms.keyOf(new PatientIdentity("04711", ""));
            PatientKey third = pseudonyms.keyOf(new PatientIdentity("4712", ""));
            pseudonyms.passOnPersons();
            assertThat(one).isNotEqualTo(other);
            try (Persons reader = new Persons(folder, "site")) {
                assertThat(reader.personOf(one)).isEqualTo(reader.personOf(other));
                assertThat(reader.personOf(third)).isNotEqualTo(reader.personOf(one));
                PatientKey unknown = new PatientKey("of an earlier program");
                assertThat(reader.personOf(unknown)).isEqualTo(unknown);
            }
        }
    }
}
