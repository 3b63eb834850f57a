package org.doseagent.trend;

import java.time.LocalDate;
import org.doseagent.dose.identity.DeviceKey;

/**
 * A software version that a scanner reported.
 *
 * @param softwareVersion empty if its reports name none
 * @param firstDay of its exams, and {@code lastDay}
 */
public record ScannerVersion(
        DeviceKey deviceKey, String softwareVersion, LocalDate firstDay, LocalDate lastDay, long exams) {}
