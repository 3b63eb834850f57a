package org.doseagent.aggregate.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.doseagent.aggregate.cells.Canonical;

/** Signs releases with the site's Ed25519 key (RFC 8032; deterministic), and checks signatures. Immutable. */
public final class Signer {

    static final String ALGORITHM = "Ed25519";

    private final KeyPair keys;

    public Signer(KeyPair keys) {
        this.keys = keys;
    }

    /** Returns the public key, X.509 SubjectPublicKeyInfo in base64. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** Returns the document with a signature over its canonical form, which replaces an existing one. */
    public ObjectNode signed(ObjectNode document) {
        ObjectNode signed = document.deepCopy();
        signed.remove("signature");
        byte[] message = Canonical.bytes(signed);
        signed.putObject("signature")
                .put("algorithm", ALGORITHM)
                .put("publicKey", publicKey())
                .put("value", Base64.getEncoder().encodeToString(sign(message)));
        return signed;
    }

    /** Returns the signature of a text in UTF-8, in base64. */
    public String signature(String text) {
        return Base64.getEncoder().encodeToString(sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A text with what is said to be its signature, in base64. */
    public record SignedText(String text, String signature) {}

    /** The public key of a site: X.509 SubjectPublicKeyInfo in base64. */
    public record PublicKeyText(String base64) {

        private static final String PEM = "-----(BEGIN|END) PUBLIC KEY-----";

        /** Reads a key in base64 or PEM; throws {@link IllegalArgumentException} if it is none of Ed25519. */
        public static PublicKeyText parse(String text) {
            String base64 = text.replaceAll(PEM, "").replaceAll("\\s", "");
            try {
                publicKey(base64);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("not an Ed25519 public key in base64 or PEM", e);
            }
            return new PublicKeyText(base64);
        }

        /** Returns whether the signature is of the text by this key. */
        public boolean verifies(SignedText signed) {
            return verify(base64, signed.text().getBytes(StandardCharsets.UTF_8), signed.signature());
        }

        /** Returns whether a document has a valid signature by this key. */
        public boolean hasSigned(JsonNode document) {
            return document.path("signature").path("publicKey").asText().equals(base64) && isSigned(document);
        }
    }

    /** Returns the public key that a document names, in base64; empty when it names none. */
    public static String keyOf(byte[] json) {
        try {
            return Canonical.parse(json).path("signature").path("publicKey").asText();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether a document has a valid signature of the key that it contains. The caller must check whose key that is. */
    public static boolean isSigned(JsonNode document) {
        if (!(document instanceof ObjectNode object)) {
            return false;
        }
        JsonNode signature = object.path("signature");
        ObjectNode message = object.deepCopy();
        message.remove("signature");
        return verify(
                signature.path("publicKey").asText(),
                Canonical.bytes(message),
                signature.path("value").asText());
    }

    private static boolean verify(String key, byte[] message, String signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey(key));
            check.update(message);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey publicKey(String base64) throws GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(base64);
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key));
    }
}
