package org.doseagent.dose.identity;

import java.nio.charset.StandardCharsets;

/**
 * The secret of a site and the keys that are derived from it, one for each purpose (HKDF with SHA-256, RFC 5869): a hash made for one purpose
 * cannot be asked for through another. Immutable.
 */
public final class SiteSecret {

    private static final byte[] SALT = "dose-agent site keys 1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FIRST_BLOCK = {1};

    private final byte[] secret;

    /** What a key is for. The patient pseudonyms keep the secret itself as their key, because stores contain them. */
    public enum Purpose {
        /** The hashes of exam parts and values in the ledger, and the noise of releases. */
        AGGREGATES("dose-agent aggregates"),
        /** What all Patient IDs that may be of one person have in common. */
        PERSONS("dose-agent persons"),
        /** The hashes of erased studies and patients. */
        ERASURES("dose-agent erasures"),
        /** The fingerprint of the secret in the store. */
        FINGERPRINT("dose-agent fingerprint");

        private final String info;

        Purpose(String info) {
            this.info = info;
        }
    }

    public SiteSecret(byte[] secret) {
        this.secret = secret.clone();
    }

    /** Returns the hash under the secret itself: of patient pseudonyms and, in ledgers of earlier programs, of exam parts. */
    public KeyedHash undivided() {
        return new KeyedHash(secret);
    }

    /** Returns the hash under the key of a purpose. */
    public KeyedHash of(Purpose purpose) {
        return new KeyedHash(derive(secret, SALT, purpose.info.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the first 32 bytes of HKDF (RFC 5869, 2.2 and 2.3), the size of a key here. */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info) {
        byte[] extracted = new KeyedHash(salt).ofBytes(secret);
        return new KeyedHash(extracted).ofBytes(info, FIRST_BLOCK);
    }
}
