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
 * @param examsByHour exams by the hour that they began in, hours without any absent; the clock is the scanner's
 * @param usualDelay from an exam to the arrival of its report, the median of the newest ones; holds the difference of the clocks too, so
 *     it may be negative
 */
public record ScannerActivity(
        DeviceKey deviceKey, NavigableMap<LocalDateTime, Integer> examsByHour, Duration usualDelay) {

    public ScannerActivity {
        examsByHour = Collections.unmodifiableNavigableMap(new TreeMap<>(examsByHour));
    }
}
