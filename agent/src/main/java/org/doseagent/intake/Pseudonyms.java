package org.doseagent.intake;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.PatientKey;
import org.doseagent.dose.identity.SiteSecret;
import org.doseagent.intake.erasure.PatientNames;

/**
 * Turns a Patient ID into the key under which the store knows the patient: a keyed pseudonym (HMAC-SHA-256 with the site's secret), so that
 * the same patient has the same key and nobody's name; or, where the site wants that, the Patient ID as it came. Used by one thread.
 */
public final class Pseudonyms implements PatientNames {

    private static final Domain FACILITIES = new Domain("dose-agent facility");
    private static final int KEY_BYTES = 16;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=.)");

    private final KeyedHash secret;
    private final KeyedHash personHash;
    private final boolean keepsPatientIds;
    private final Consumer<Map<PatientKey, String>> persons;
    private final Map<PatientKey, String> newPersons = new HashMap<>();

    public Pseudonyms(byte[] secret) {
        this(new SiteSecret(secret), false, persons -> {});
    }

    /**
     * Makes the pseudonyms of a site.
     *
     * @param keepsPatientIds whether the key of a patient is its ID; facilities stay pseudonyms
     * @param persons gets, from {@link #passOnPersons}, the person of each key
     */
    public Pseudonyms(SiteSecret secret, boolean keepsPatientIds, Consumer<Map<PatientKey, String>> persons) {
        this.secret = secret.undivided();
        this.personHash = secret.of(SiteSecret.Purpose.PERSONS);
        this.keepsPatientIds = keepsPatientIds;
        this.persons = persons;
    }

    /** Returns the key, and remembers its person for {@link #passOnPersons}. */
    public PatientKey keyOf(PatientIdentity patient) {
        PatientKey key = patientKeyOf(patient);
        newPersons.put(key, personOf(patient));
        return key;
    }

    /** Passes on the persons of the keys that were made since the last call. Returns after they are stored. */
    public void passOnPersons() {
        persons.accept(Map.copyOf(newPersons));
        newPersons.clear();
    }

    /**
     * Returns what all spellings of an ID have in common, whatever their issuer: case, blanks, width and leading zeros do not count. Two
     * patients may share it; disclosure control then counts them as one, which can only withhold more.
     */
    @Override
    public String personOf(PatientIdentity patient) {
        String plain =
                Normalizer.normalize(patient.patientId(), Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        String bare = BLANKS.matcher(plain).replaceAll("");
        return HexFormat.of()
                .formatHex(
                        personHash.ofTexts("person", LEADING_ZEROS.matcher(bare).replaceFirst("")), 0, KEY_BYTES);
    }

    /** Returns the key; two issuers may give the same ID to different patients, so a named issuer is part of it. */
    @Override
    public PatientKey patientKeyOf(PatientIdentity patient) {
        if (!keepsPatientIds) {
            return new PatientKey(keyIn(new Domain(patient.issuer()), patient.patientId()));
        }
        return new PatientKey(
                patient.issuer().isEmpty() ? patient.patientId() : patient.patientId() + "^^^" + patient.issuer());
    }

    /** Returns the pseudonym under which aggregates of a site leave; a receiver cannot resolve it. */
    public String facility(String siteId) {
        return keyIn(FACILITIES, siteId);
    }

    /** Where a name is unique: with an issuer of patient IDs, or among facilities. */
    private record Domain(String name) {}

    private String keyIn(Domain domain, String name) {
        byte[] prefix = domain.name().getBytes(StandardCharsets.UTF_8);
        byte[] hash = secret.ofBytes(
                (prefix.length + ":").getBytes(StandardCharsets.UTF_8), prefix, name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    }
}
