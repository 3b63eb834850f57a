package org.doseagent.aggregate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.doseagent.dose.Percentiles;
import org.doseagent.dose.Quantity;

/**
 * A {@code dose-aggregate/1} document: exactly the bytes that leave. The same exams, rules and site give the same bytes: keys sorted, no
 * white space, plain decimal numbers (RFC 8785 for what occurs here), no time of making.
 *
 * @param submissionId UUID version 5 of facility, period and the cells; putting it twice is putting it once
 */
@SuppressWarnings("ArrayRecordComponent")
public record Release(YearMonth period, String submissionId, byte[] json) {

    public static final String SCHEMA = "dose-aggregate/1";

    /** Name space of our submission ids (RFC 9562, 5.5). */
    private static final UUID NAMESPACE = UUID.fromString("6f1f6c3e-3a52-5d0b-9b52-2c9f0d6b7a11");

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** Writes the cells of a period. */
    public static Release of(YearMonth period, List<Cell> cells, DisclosureControl control, Origin origin) {
        Map<String, Object> document = new TreeMap<>();
        document.put("schema", SCHEMA);
        document.put("facility", Map.of("pseudonym", origin.facility(), "country", origin.country()));
        document.put(
                "period",
                Map.of(
                        "start",
                        period.atDay(1).toString(),
                        "end",
                        period.atEndOfMonth().toString()));
        document.put("quantileMethod", Percentiles.METHOD);
        document.put("disclosureControl", disclosureControl(control));
        document.put("mapping", Map.of("version", origin.mappingVersion()));
        document.put("software", Map.of("name", "dose-agent", "version", origin.softwareVersion()));
        document.put("cells", cells.stream().map(Release::cell).toList());
        String submissionId = uuid(origin.facility() + "\n" + period + "\n" + text(document));
        document.put("submissionId", submissionId);
        return new Release(period, submissionId, text(document).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> disclosureControl(DisclosureControl control) {
        return Map.of(
                "minExams",
                control.minExams(),
                "minPatients",
                control.minPatients(),
                "minEachSide",
                DisclosureControl.MIN_EACH_SIDE,
                "maxPatientShare",
                BigDecimal.ONE.divide(BigDecimal.valueOf(DisclosureControl.MAX_SHARE_DIVISOR)),
                "nRoundedDownTo",
                DisclosureControl.N_STEP,
                "significantDigits",
                DisclosureControl.SIGNIFICANT_DIGITS);
    }

    private static Map<String, Object> cell(Cell cell) {
        Map<String, Object> node = new TreeMap<>();
        boolean isDlp = cell.key().quantity() == Quantity.DLP;
        node.put("category", cell.key().category());
        node.put("population", cell.key().population().label());
        node.put("quantity", cell.key().quantity().name());
        node.put("unit", isDlp ? "mGy.cm" : "mGy");
        node.put("scope", isDlp ? "per-exam-part-total" : "per-exam-part-maximum");
        node.put("phantomCm", cell.key().phantomCm());
        node.put("n", cell.n());
        node.put("p25", cell.p25());
        node.put("p50", cell.p50());
        node.put("p75", cell.p75());
        return node;
    }

    private static String text(Map<String, Object> document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
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
