package org.doseagent.aggregate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doseagent.aggregate.benchmark.TestBenchmark.signed;
import static org.doseagent.aggregate.benchmark.TestBenchmark.with;
import static org.doseagent.aggregate.control.TestRelease.SIGNER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.doseagent.aggregate.cells.Canonical;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchmarkTest {

    private static ObjectNode document() {
        return with(with(TestBenchmark.empty(), "CT-CHEST", "any", 300, 400), "CT-CHEST", "0-5", 280, 350);
    }

    private static void refused(ObjectNode document, String why) {
        assertThatThrownBy(() -> Benchmark.read(signed(document, SIGNER)))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_signed_document_is_read_whatever_its_white_space() throws Exception {
        byte[] canonical = signed(document(), SIGNER);
        Benchmark benchmark = Benchmark.read(canonical);
        assertThat(benchmark.issuer()).isEqualTo(TestBenchmark.ISSUER);
        assertThat(benchmark.end()).isEqualTo(LocalDate.of(2026, 12, 31));
        assertThat(benchmark.publicKey()).isEqualTo(SIGNER.publicKey());
        assertThat(benchmark.rows()).hasSize(2);
        assertThat(benchmark.rows().get(0).p75()).isEqualByComparingTo(new BigDecimal("400"));
        String spread = Canonical.parse(canonical).toPrettyString();
        assertThat(Benchmark.read(spread.getBytes(StandardCharsets.UTF_8)).sha256())
                .isEqualTo(benchmark.sha256());
    }

    @Test
    void a_document_that_was_changed_after_it_was_signed_is_refused() {
        String changed = new String(signed(document(), SIGNER), StandardCharsets.UTF_8).replace("400", "500");
        assertThatThrownBy(() -> Benchmark.read(changed.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("signature does not fit");
    }

    @Test
    void a_document_that_contradicts_itself_is_refused() {
        refused(with(document(), "CT-CHEST", "0-5", 10, 20), "must not occur twice");
        refused(with(document(), "CT-HEAD", "any", 900, 700), "must be in ascending order");
        ObjectNode backwards = document();
        backwards.putObject("period").put("start", "2026-12-31").put("end", "2026-01-01");
        refused(backwards, "end must not be before start");
    }

    @ParameterizedTest
    @CsvSource({
        "facilities, 4",
        "population, teenager",
        "equipmentAge, 7",
        "unit, mGy",
        "quantity, CTDIVOL",
        "scope, per-exam-part-maximum",
        "phantomCm, 20",
        "category, chest",
        "patientName, x"
    })
    void a_row_that_breaks_the_schema_is_refused(String field, String value) {
        ObjectNode document = document();
        ObjectNode row = (ObjectNode) document.path("rows").path(0);
        if (value.matches("\\d+") && !field.equals("equipmentAge")) {
            row.put(field, Integer.parseInt(value));
        } else {
            row.put(field, value);
        }
        refused(document, "/rows/0");
    }

    @Test
    void what_is_no_json_is_refused() {
        assertThatThrownBy(() -> Benchmark.read("percentiles".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BenchmarkException.class);
    }
}
