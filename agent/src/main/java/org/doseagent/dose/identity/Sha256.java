package org.doseagent.dose.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4): the only place of the program that computes it. */
public final class Sha256 {

    private Sha256() {}

    /** Returns the hash of the concatenated parts. */
    public static byte[] bytes(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** Computes the hash of parts that are not in memory at the same time. Used by one thread. */
    public static final class Running {

        private final MessageDigest digest = digest();

        public void add(byte[] part) {
            digest.update(part);
        }

        /** Adds the first bytes of a buffer. */
        public void add(byte[] buffer, int length) {
            digest.update(buffer, 0, length);
        }

        /** Returns the hash of all parts so far as 64 lower-case hexadecimal digits, and begins anew. */
        public String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the hash of the concatenated parts as 64 lower-case hexadecimal digits. */
    public static String hex(byte[]... parts) {
        return HexFormat.of().formatHex(bytes(parts));
    }

    /** Returns the hash of a list of texts as 64 hexadecimal digits; {@code ("ab", "c")} and {@code ("a", "bc")} differ. */
    public static String hexOfTexts(String... texts) {
        return hex(delimited(texts));
    }

    /** Encodes texts so that no two lists give the same bytes: before each text its length in bytes and a colon. */
    static byte[] delimited(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeBytes((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(utf8);
        }
        return out.toByteArray();
    }
}
