package org.doseagent.dose.identity;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104) with a secret: whoever does not have the secret can neither compute a hash nor search for its input. Immutable.
 */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    /** Throws {@link IllegalArgumentException} if the secret is empty. */
    public KeyedHash(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Returns the 32 bytes of the hash of the concatenated parts. */
    public byte[] ofBytes(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Returns the 32 bytes of the hash of a list of texts; the first text is the purpose, so that two purposes never share a hash. */
    public byte[] ofTexts(String... texts) {
        return ofBytes(Sha256.delimited(texts));
    }

    /** Returns {@link #ofTexts} as 64 lower-case hexadecimal digits. */
    public String hex(String... texts) {
        return HexFormat.of().formatHex(ofTexts(texts));
    }
}
