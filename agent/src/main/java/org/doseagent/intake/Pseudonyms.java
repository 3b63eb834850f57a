package org.doseagent.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.doseagent.dose.PatientIdentity;

/** Turns a Patient ID into a keyed pseudonym (HMAC-SHA-256 with the site's secret): the same patient, the same key, nobody's name. */
public final class Pseudonyms {

    private static final int KEY_BYTES = 16;

    private final SecretKeySpec secret;

    public Pseudonyms(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    public String keyOf(PatientIdentity patient) {
        return keyOf(patient.issuer(), patient.patientId());
    }

    /** Returns the pseudonym under which aggregates of a site leave; a receiver cannot resolve it. */
    public String facility(String siteId) {
        return keyOf("dose-agent facility", siteId);
    }

    private String keyOf(String domain, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] prefix = domain.getBytes(StandardCharsets.UTF_8);
            mac.update((prefix.length + ":").getBytes(StandardCharsets.UTF_8));
            mac.update(prefix);
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
