package org.doseagent.trend;

import java.time.LocalDate;
import org.doseagent.dose.Device;

/**
 * A software version that a scanner reported.
 *
 * @param deviceKey the scanner, as {@link Device#key()}
 * @param softwareVersion empty where its reports name none
 * @param firstDay of its exams, and {@code lastDay}
 */
public record ScannerVersion(
        String deviceKey, String softwareVersion, LocalDate firstDay, LocalDate lastDay, long exams) {}
