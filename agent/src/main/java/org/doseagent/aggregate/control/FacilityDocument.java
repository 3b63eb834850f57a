package org.doseagent.aggregate.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.doseagent.aggregate.cells.Canonical;

/**
 * A statement of a facility to a repository, signed with its current key: that it enrols, that it has a new key, or that it withdraws.
 *
 * @param key number of the key that signs, 1 for the first key; a document of an earlier key is of no use to a thief
 * @param token with {@link Act#ENROL}
 * @param newKey with {@link Act#ROTATE}
 */
public record FacilityDocument(
        Act act, Who facility, int key, Optional<String> token, Optional<NewKey> newKey, String publicKey) {

    public static final String SCHEMA = "dose-facility/1";

    /** What the facility does. */
    public enum Act {
        ENROL("enrol"),
        ROTATE("rotate"),
        WITHDRAW("withdraw");

        private final String label;

        Act(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** The facility, as its releases name it. */
    public record Who(String pseudonym, String country) {}

    /** The next key, and its signature, which proves that the facility has it. */
    public record NewKey(String publicKey, String proof) {}

    /** Returns the document that enrols a facility. */
    public static byte[] enrol(Who facility, String token, Signer signer) {
        return signed(document(Act.ENROL, facility, 1).put("token", token), signer);
    }

    /** Returns the document that replaces key number {@code key}, which signs it, by the next one. */
    public static byte[] rotate(Who facility, int key, Signer signer, Signer next) {
        ObjectNode document = document(Act.ROTATE, facility, key)
                .put("newKey", next.publicKey())
                .put("newKeyProof", next.signature(proven(facility, key, next.publicKey())));
        return signed(document, signer);
    }

    /** Returns the document that takes a facility out of the repository. */
    public static byte[] withdraw(Who facility, int key, Signer signer) {
        return signed(document(Act.WITHDRAW, facility, key), signer);
    }

    private static ObjectNode document(Act act, Who facility, int key) {
        ObjectNode document =
                Canonical.object().put("schema", SCHEMA).put("act", act.label()).put("key", key);
        document.putObject("facility").put("pseudonym", facility.pseudonym()).put("country", facility.country());
        return document;
    }

    private static byte[] signed(ObjectNode document, Signer signer) {
        return Canonical.bytes(signer.signed(document));
    }

    private static String proven(Who facility, int key, String newKey) {
        return SCHEMA + " new key of " + facility.pseudonym() + " after key " + key + ": " + newKey;
    }

    /**
     * Reads a document and checks its signatures. The caller decides whether the key is that of the facility.
     *
     * @throws IllegalArgumentException if the document is not of this form, or a signature does not fit
     */
    public static FacilityDocument read(ObjectNode document) {
        require(document.path("schema").asText().equals(SCHEMA), "schema must be " + SCHEMA);
        Act act = act(document.path("act").asText());
        Who facility = new Who(
                text(document.path("facility"), "pseudonym", "[0-9a-f]{32}"),
                text(document.path("facility"), "country", "[A-Z]{2}"));
        require(
                document.path("key").isInt() && document.path("key").asInt() > 0,
                "key must be the number of the key that signs");
        int key = document.path("key").asInt();
        Optional<String> token =
                act == Act.ENROL ? Optional.of(text(document, "token", "[A-Za-z0-9_-]{20,100}")) : Optional.empty();
        Optional<NewKey> newKey = act == Act.ROTATE ? Optional.of(newKey(document, facility, key)) : Optional.empty();
        require(Signer.isSigned(document), "the signature does not fit");
        return new FacilityDocument(
                act,
                facility,
                key,
                token,
                newKey,
                document.path("signature").path("publicKey").asText());
    }

    private static NewKey newKey(ObjectNode document, Who facility, int key) {
        String text = text(document, "newKey", "[A-Za-z0-9+/]{59}=");
        String proof = text(document, "newKeyProof", "[A-Za-z0-9+/]{86}==");
        require(
                Signer.PublicKeyText.parse(text).verifies(new Signer.SignedText(proven(facility, key, text), proof)),
                "newKeyProof is not a signature of the new key");
        return new NewKey(text, proof);
    }

    private static Act act(String label) {
        for (Act act : Act.values()) {
            if (act.label().equals(label)) {
                return act;
            }
        }
        throw new IllegalArgumentException("act must be enrol, rotate or withdraw");
    }

    private static String text(JsonNode node, String member, String pattern) {
        String text = node.path(member).isTextual() ? node.path(member).asText() : "";
        require(text.matches(pattern), member + " must match " + pattern);
        return text;
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
