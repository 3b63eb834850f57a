package org.doseagent.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.doseagent.net.AcceptorSettings.Limits;
import org.doseagent.net.AcceptorSettings.Pace;
import org.doseagent.net.admission.ByteBudget;
import org.doseagent.net.admission.EchoPace;
import org.doseagent.net.admission.KnownSenders;
import org.doseagent.net.admission.KnownSenders.Sender;
import org.doseagent.net.admission.MessagePace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts and clocks that keep one peer from using up what all peers share. */
class PaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MIB = 1 << 20;

    private static MessagePace pace() {
        return new MessagePace(new Pace(100, Duration.ofSeconds(10), 1, 1 << 30, 1));
    }

    @Test
    void a_message_is_too_slow_when_a_whole_window_brought_too_little() {
        MessagePace pace = pace();
        long received = 0;
        for (int second = 0; second < 10; second++) {
            assertThat(pace.isTooSlow(true, received, second * SECOND)).isFalse();
            received += 99;
        }
        assertThat(pace.isTooSlow(true, received, 10 * SECOND)).isTrue();
    }

    @Test
    void a_message_at_the_minimum_rate_goes_on_window_after_window() {
        MessagePace pace = pace();
        for (int second = 0; second < 100; second++) {
            assertThat(pace.isTooSlow(true, second * 100L, second * SECOND)).isFalse();
        }
    }

    @Test
    void the_window_of_a_message_begins_with_the_message() {
        MessagePace pace = pace();
        assertThat(pace.isTooSlow(true, 0, 0)).isFalse();
        for (int second = 1; second < 30; second++) {
            assertThat(pace.isTooSlow(false, 0, second * SECOND)).isFalse();
        }
        assertThat(pace.isTooSlow(true, 0, 30 * SECOND)).isFalse();
    }

    @Test
    void a_time_in_which_this_process_was_halted_is_not_the_fault_of_the_peer() {
        MessagePace pace = pace();
        assertThat(pace.isTooSlow(true, 0, 0)).isFalse();
        assertThat(pace.isTooSlow(true, 0, 11 * SECOND)).isFalse();
    }

    @Test
    void the_echo_above_the_number_of_a_second_waits_for_the_next_second() {
        EchoPace echoes = new EchoPace(2);
        assertThat(echoes.nanosToWait(0)).isZero();
        assertThat(echoes.nanosToWait(SECOND / 2)).isZero();
        assertThat(echoes.nanosToWait(SECOND / 2)).isEqualTo(SECOND / 2);
        assertThat(echoes.nanosToWait(SECOND)).isZero();
    }

    @Test
    void the_sender_that_stored_longest_ago_is_forgotten_first() {
        KnownSenders known = new KnownSenders(2);
        InetAddress address = InetAddress.getLoopbackAddress();
        known.add(new Sender(address, "A"));
        known.add(new Sender(address, "B"));
        known.add(new Sender(address, "A"));
        known.add(new Sender(address, "C"));
        assertThat(known.contains(new Sender(address, "A"))).isTrue();
        assertThat(known.contains(new Sender(address, "B"))).isFalse();
        assertThat(known.contains(new Sender(address, "C"))).isTrue();
    }

    @ParameterizedTest(name = "heap of {0} MiB")
    @CsvSource({"512, 64", "256, 64", "200, 50", "128, 32", "16, 32"})
    void objects_under_way_take_a_quarter_of_the_heap_at_most_and_one_longest_object_always_fits(
            long heapMib, long expectedMib) {
        Limits limits = new Limits(64, 32, 32, 512, 1000, 131_072, 16 * MIB, 64L * MIB);
        assertThat(ByteBudget.bytes(limits, heapMib * MIB)).isEqualTo(expectedMib * MIB);
    }

    @Test
    void lines_are_counted_by_address_and_by_minute() throws Exception {
        WireLog lines = new WireLog(2);
        InetAddress first = InetAddress.getByName("10.0.0.1");
        InetAddress second = InetAddress.getByName("10.0.0.2");
        assertThat(lines.mayWrite(first)).isTrue();
        assertThat(lines.mayWrite(first)).isTrue();
        assertThat(lines.mayWrite(first)).isFalse();
        assertThat(lines.mayWrite(second)).isTrue();
        lines.tick(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        assertThat(lines.mayWrite(first)).isTrue();
    }
}
