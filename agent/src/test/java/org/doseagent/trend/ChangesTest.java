package org.doseagent.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.doseagent.dose.identity.DeviceKey;
import org.junit.jupiter.api.Test;

final class ChangesTest {

    private static final YearMonth FIRST = YearMonth.of(2023, 1);
    private static final int MONTHS = 36;

    /**
     * The protocols of a scanner that nobody changes: their frequencies fall as one over the rank, as those of real scanners do, so that the
     * rarest of them first appear after years.
     */
    private static List<ProtocolUse> unchanged(long seed, int protocols, int eventsPerMonth) {
        Random random = new Random(seed);
        double[] share = new double[protocols];
        double all = 0;
        for (int i = 0; i < protocols; i++) {
            all += 1.0 / (i + 1);
            share[i] = all;
        }
        List<ProtocolUse> uses = new ArrayList<>();
        for (int month = 0; month < MONTHS; month++) {
            Map<Integer, Long> counts = new TreeMap<>();
            for (int event = 0; event < eventsPerMonth; event++) {
                double drawn = random.nextDouble() * all;
                int protocol = 0;
                while (share[protocol] < drawn) {
                    protocol++;
                }
                counts.merge(protocol, 1L, Long::sum);
            }
            YearMonth at = FIRST.plusMonths(month);
            counts.forEach((protocol, count) ->
                    uses.add(new ProtocolUse(DeviceKey.parse("M|S|" + seed), "protocol " + protocol, at, count)));
        }
        return uses;
    }

    /** The changes that a review at the end of each month reports over the twelve months before it, each once. */
    private static TreeSet<String> told(List<ProtocolUse> uses) {
        TreeSet<String> told = new TreeSet<>();
        for (int month = 3; month < MONTHS; month++) {
            YearMonth now = FIRST.plusMonths(month);
            List<ProtocolUse> known = uses.stream()
                    .filter(use -> !use.month().isBefore(now.minusMonths(12))
                            && !use.month().isAfter(now))
                    .toList();
            Changes.protocols(known, now)
                    .forEach(change ->
                            told.add(change.month() + " " + change.deviceKey().text() + " " + change.added()));
        }
        return told;
    }

    /** The figure of docs/benchmarks.md. */
    @Test
    void unchanged_protocols_are_hardly_ever_reported() {
        int alarms = 0;
        int scannerYears = 0;
        for (int[] scanner : new int[][] {{30, 200}, {80, 400}, {150, 800}, {300, 1500}}) {
            for (int seed = 0; seed < 5; seed++) {
                alarms += told(unchanged(seed, scanner[0], scanner[1])).size();
                scannerYears += MONTHS / 12;
            }
        }
        System.out.println(
                "change: false alarms of new protocols: " + alarms + " in " + scannerYears + " scanner-years");
        assertThat(alarms).isLessThanOrEqualTo(scannerYears / 20);
    }

    @Test
    void a_new_protocol_is_reported() {
        List<ProtocolUse> uses = new ArrayList<>(unchanged(1, 80, 400));
        YearMonth since = FIRST.plusMonths(20);
        uses.add(new ProtocolUse(DeviceKey.parse("M|S|1"), "new", since, 12));
        uses.add(new ProtocolUse(DeviceKey.parse("M|S|1"), "new", since.plusMonths(1), 12));
        assertThat(told(uses)).containsExactly(since + " M|S|1 [new]");
    }
}
