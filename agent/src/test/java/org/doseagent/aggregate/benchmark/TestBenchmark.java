package org.doseagent.aggregate.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.doseagent.aggregate.cells.Canonical;
import org.doseagent.aggregate.control.Signer;

/** Documents of percentiles as a repository would sign them. */
public final class TestBenchmark {

    public static final String ISSUER = "Repository of the tests";

    private TestBenchmark() {}

    /** A document of 2026 without rows. */
    public static ObjectNode empty() {
        ObjectNode document = Canonical.object()
                .put("schema", Benchmark.SCHEMA)
                .put("issuer", ISSUER)
                .put("createdAt", "2027-02-01")
                .put("quantileMethod", "hyndman-fan-7");
        document.putObject("period").put("start", "2026-01-01").put("end", "2026-12-31");
        document.putArray("rows");
        return document;
    }

    /** Adds percentiles of the DLP of adults on 32 cm: half of the P50, the P50, and the P75. */
    public static ObjectNode with(ObjectNode document, String category, String equipmentAge, int... percentiles) {
        document.withArray("rows")
                .addObject()
                .put("category", category)
                .put("population", "adult")
                .put("equipmentAge", equipmentAge)
                .put("quantity", "DLP")
                .put("unit", "mGy.cm")
                .put("scope", "per-exam-part-total")
                .put("phantomCm", 32)
                .put("facilities", 12)
                .put("p25", BigDecimal.valueOf(percentiles[0] / 2))
                .put("p50", percentiles[0])
                .put("p75", percentiles[1]);
        return document;
    }

    /** Returns the signed bytes. */
    public static byte[] signed(ObjectNode document, Signer signer) {
        return Canonical.bytes(signer.signed(document));
    }
}
