package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.admission.ByteBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectBufferTest {

    private static final int MAX = 1 << 20;

    private final ByteBudget budget = new ByteBudget(Limits.minBytesInFlight(MAX));

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void add(ObjectBuffer buffer, byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            buffer.add(bytes, at, Math.min(piece, bytes.length - at));
        }
    }

    @ParameterizedTest(name = "{0} bytes in pieces of {1}")
    @CsvSource({
        "1, 1",
        "8191, 4096",
        "8193, 8193",
        "65536, 16372",
        "65537, 16372",
        "65537, 65537",
        "327680, 131066",
        "327681, 131066",
        "1048576, 99999",
        "1048576, 1048576"
    })
    void gives_back_the_bytes_and_the_budget(int length, int piece) {
        ObjectBuffer buffer = new ObjectBuffer(MAX, budget);
        for (int round = 0; round < 2; round++) {
            add(buffer, random(length), piece);
            assertThat(buffer.bytes()).hasValue(random(length));
            buffer.clear();
            assertThat(budget.free()).isEqualTo(Limits.minBytesInFlight(MAX));
        }
    }

    @Test
    void an_object_of_ordinary_size_takes_nothing_from_the_budget() {
        ObjectBuffer buffer = new ObjectBuffer(MAX, new ByteBudget(0));
        add(buffer, random(Limits.OWN_BYTES), 16372);
        assertThat(buffer.bytes()).hasValue(random(Limits.OWN_BYTES));
    }

    @Test
    void one_byte_above_the_limit_drops_all_and_counts_on() {
        ObjectBuffer buffer = new ObjectBuffer(MAX, budget);
        add(buffer, random(MAX), 50_000);
        buffer.add(new byte[7], 0, 7);
        assertThat(buffer.isAboveLimit()).isTrue();
        assertThat(buffer.length()).isEqualTo(MAX + 7L);
        assertThat(buffer.bytes()).isEmpty();
        assertThat(budget.free()).isEqualTo(Limits.minBytesInFlight(MAX));
    }

    @Test
    void a_budget_that_others_used_up_drops_all_and_is_no_fault_of_the_object() {
        assertThat(budget.take(budget.free() - 300_000)).isTrue();
        ObjectBuffer buffer = new ObjectBuffer(MAX, budget);
        add(buffer, random(600_000), 16372);
        assertThat(buffer.isOutOfBudget()).isTrue();
        assertThat(buffer.isAboveLimit()).isFalse();
        assertThat(buffer.bytes()).isEmpty();
        assertThat(budget.free()).isEqualTo(300_000);
        buffer.clear();
        add(buffer, random(100_000), 16372);
        assertThat(buffer.bytes()).as("the next object starts anew").hasValue(random(100_000));
    }

    @Test
    void a_budget_that_does_not_hold_the_finished_object_drops_it() {
        assertThat(budget.take(budget.free() - 300_000)).isTrue();
        ObjectBuffer buffer = new ObjectBuffer(MAX, budget);
        add(buffer, random(200_000), 16372);
        assertThat(buffer.isOutOfBudget()).isFalse();
        assertThat(buffer.bytes()).isEmpty();
        assertThat(buffer.isOutOfBudget()).isTrue();
        assertThat(budget.free()).isEqualTo(300_000);
    }
}
