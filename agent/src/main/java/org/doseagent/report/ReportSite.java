package org.doseagent.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.exams.StoredDevice;

/**
 * The site that a report or an export is about, and the program that writes it.
 *
 * @param today the day on which it is written
 * @param scanners as the configuration describes them
 */
public record ReportSite(
        String siteId, LocalDate today, String programVersion, MappingVersion mapping, List<Equipment> scanners) {

    public ReportSite {
        scanners = List.copyOf(scanners);
    }

    /** The version of the mapping rules. */
    public record MappingVersion(String text) {}

    /** What a dose report does not contain about a scanner: the year of its installation, and its detector rows. */
    public record Equipment(String serialNumber, Optional<Integer> installed, Optional<Integer> detectorRows) {}

    /** Returns what the configuration says about a scanner, by its serial number. */
    Optional<Equipment> equipment(StoredDevice device) {
        return scanners.stream()
                .filter(each -> device.serialNumber()
                        .filter(each.serialNumber()::equals)
                        .isPresent())
                .findFirst();
    }
}
