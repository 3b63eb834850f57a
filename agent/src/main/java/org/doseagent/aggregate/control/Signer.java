package org.doseagent.aggregate.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        try {
            byte[] key = Base64.getDecoder().decode(signature.path("publicKey").asText());
            PublicKey publicKey = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key));
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey);
            check.update(Canonical.bytes(message));
            return check.verify(
                    Base64.getDecoder().decode(signature.path("value").asText()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
