package org.doseagent.aggregate.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.doseagent.aggregate.cells.CalendarPeriod;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.cells.Level;
import org.doseagent.dose.Percentiles;

/** Writes the document around the cells. It contains no time of day, no machine, and no count other than those of cells. */
final class Document {

    /** Name space of our submission ids (RFC 9562, 5.5). */
    private static final UUID NAMESPACE = UUID.fromString("6f1f6c3e-3a52-5d0b-9b52-2c9f0d6b7a11");

    private Document() {}

    /** The parts of a document that do not come from its cells. */
    record Head(
            CalendarPeriod period, int sequence, Optional<String> supersedes, String createdAt, int mappedPercent) {}

    static ObjectNode write(Head head, Origin origin, DisclosureControl control, List<Level.DrlSetId> sets) {
        ObjectNode document = Canonical.object()
                .put("schema", ReleasedDocument.SCHEMA)
                .put("sequence", head.sequence())
                .put("createdAt", head.createdAt())
                .put("quantileMethod", Percentiles.METHOD);
        head.supersedes().ifPresent(id -> document.put("supersedes", id));
        document.putObject("facility").put("pseudonym", origin.facility()).put("country", origin.country());
        document.putObject("period")
                .put("start", head.period().start().toString())
                .put("end", head.period().end().toString());
        document.set("disclosureControl", disclosureControl(control));
        document.putObject("mapping").put("version", origin.mappingVersion());
        ArrayNode drlSets = document.putArray("drlSets");
        sets.forEach(set -> drlSets.addObject()
                .put("id", set.id())
                .put("jurisdiction", set.jurisdiction())
                .put("sha256", set.sha256()));
        document.putObject("coverage").put("mappedPercent", head.mappedPercent());
        document.putObject("software").put("name", "dose-agent").put("version", origin.softwareVersion());
        document.putArray("cells");
        return document;
    }

    static int mappedPercent(JsonNode document) {
        return document.path("coverage").path("mappedPercent").asInt();
    }

    static ObjectNode disclosureControl(DisclosureControl control) {
        ObjectNode node = Canonical.object()
                .put("minExams", control.thresholds().minExams())
                .put("minPatients", control.thresholds().minPatients())
                .put("maxExamsPerPatient", control.maxExamsPerPatient())
                .put("minEachSide", DisclosureControl.MIN_EACH_SIDE)
                .put("maxPatientShare", BigDecimal.ONE.divide(BigDecimal.valueOf(DisclosureControl.MAX_SHARE_DIVISOR)))
                .put("minCorrection", control.minCorrection())
                .put("nRoundedDownTo", DisclosureControl.N_STEP)
                .put("significantDigits", DisclosureControl.SIGNIFICANT_DIGITS)
                .put("suppression", "primary+secondary")
                .put("mechanism", control.privacy().isPresent() ? "dp-exponential" : "none");
        control.privacy().ifPresent(privacy -> node.put("epsilonPerCell", privacy.epsilonPerCell()));
        return node;
    }

    /** Adds the submission id, a hash of the content; call it last. */
    static void identify(ObjectNode document) {
        document.put(
                "submissionId",
                uuid(document.path("facility").path("pseudonym").asText() + "\n"
                        + document.path("period").path("start").asText() + "\n" + Canonical.text(document)));
    }

    static ObjectNode identified(ObjectNode document) {
        ObjectNode content = document.deepCopy();
        content.remove(List.of("signature", "submissionId"));
        identify(content);
        return content;
    }

    /** Returns what the head of a document has that does not fit its place in the ledger, in sentences. */
    static List<String> differences(ObjectNode document, ReleasedDocument release, Verifier.Expected expected) {
        ObjectNode content = identified(document);
        CalendarPeriod period = release.period();
        List<String> found = new ArrayList<>();
        compare(found, "submissionId", release.submissionId(), document.path("submissionId"));
        compare(found, "submissionId", content.path("submissionId").asText(), document.path("submissionId"));
        compare(found, "schema", ReleasedDocument.SCHEMA, document.path("schema"));
        compare(found, "sequence", Integer.toString(release.sequence()), document.path("sequence"));
        compare(
                found,
                "period.start",
                period.start().toString(),
                document.path("period").path("start"));
        compare(
                found,
                "period.end",
                period.end().toString(),
                document.path("period").path("end"));
        compare(
                found,
                "facility.pseudonym",
                expected.facility(),
                document.path("facility").path("pseudonym"));
        compare(found, "supersedes", expected.supersedes().orElse(""), document.path("supersedes"));
        return found;
    }

    private static void compare(List<String> found, String member, String expected, JsonNode value) {
        if (!value.asText().equals(expected)) {
            found.add(member + " of the head of the document is not what the site makes of it");
        }
    }

    /** Returns whether a document was made under this control; numbers are compared by value. */
    static boolean isUnderControl(JsonNode document, DisclosureControl control) {
        return document.path("disclosureControl") instanceof ObjectNode old
                && Canonical.text(old).equals(Canonical.text(disclosureControl(control)));
    }

    private static String uuid(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
            long high = (hash.getLong() & ~0xF000L) | 0x5000L;
            long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(high, low).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
