package org.doseagent.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.doseagent.dose.PatientIdentity;

/** Turns a Patient ID into a keyed pseudonym (HMAC-SHA-256 with the site's secret): the same patient, the same key, nobody's name. */
public final class PatientKeys {

    private static final int KEY_BYTES = 16;

    private final SecretKeySpec secret;

    public PatientKeys(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    public String keyOf(PatientIdentity patient) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] issuer = patient.issuer().getBytes(StandardCharsets.UTF_8);
            mac.update((issuer.length + ":").getBytes(StandardCharsets.UTF_8));
            mac.update(issuer);
            byte[] hash = mac.doFinal(patient.patientId().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
