package org.doseagent.intake;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.doseagent.dose.identity.KeyedHash;
import org.doseagent.dose.identity.PatientIdentity;
import org.doseagent.dose.identity.PatientKey;

/**
 * Turns a Patient ID into the key under which the store knows the patient: a keyed pseudonym (HMAC-SHA-256 with the site's secret), so that
 * the same patient has the same key and nobody's name; or, where the site wants that, the Patient ID as it came.
 */
public final class Pseudonyms {

    private static final int KEY_BYTES = 16;

    private final KeyedHash secret;
    private final boolean keepsPatientIds;

    public Pseudonyms(byte[] secret) {
        this(secret, false);
    }

    /** {@code keepsPatientIds}: the key of a patient is its ID; facilities stay pseudonyms. */
    public Pseudonyms(byte[] secret, boolean keepsPatientIds) {
        this.secret = new KeyedHash(secret);
        this.keepsPatientIds = keepsPatientIds;
    }

    /** Returns the key; two issuers may give the same ID to different patients, so a named issuer is part of it. */
    public PatientKey keyOf(PatientIdentity patient) {
        if (!keepsPatientIds) {
            return new PatientKey(keyOf(patient.issuer(), patient.patientId()));
        }
        return new PatientKey(
                patient.issuer().isEmpty() ? patient.patientId() : patient.patientId() + "^^^" + patient.issuer());
    }

    /** Returns the pseudonym under which aggregates of a site leave; a receiver cannot resolve it. */
    public String facility(String siteId) {
        return keyOf("dose-agent facility", siteId);
    }

    private String keyOf(String domain, String name) {
        byte[] prefix = domain.getBytes(StandardCharsets.UTF_8);
        byte[] hash = secret.ofBytes(
                (prefix.length + ":").getBytes(StandardCharsets.UTF_8), prefix, name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    }
}
