package org.doseagent.trend;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.doseagent.dose.identity.DeviceKey;

/**
 * When a scanner examined patients.
 *
 * @param examsByHour number of exams by the hour in which they began, on the clock of the scanner; hours without exams are absent
 * @param usualDelay median time from an exam to the arrival of its report, of the newest reports; it includes the difference of the clocks
 *     and may be negative
 */
public record ScannerActivity(
        DeviceKey deviceKey, NavigableMap<LocalDateTime, Integer> examsByHour, Duration usualDelay) {

    public ScannerActivity {
        examsByHour = Collections.unmodifiableNavigableMap(new TreeMap<>(examsByHour));
    }
}
