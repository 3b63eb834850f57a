package org.doseagent.report;

import java.time.LocalDate;
import java.util.Optional;
import org.doseagent.aggregate.cells.Inventory;
import org.doseagent.store.exams.StoredDevice;

/**
 * The site that a report or an export is about, and the program that writes it.
 *
 * @param today the day on which it is written
 * @param inventory the facts about scanners that only the configuration has
 */
public record ReportSite(
        String siteId, LocalDate today, String programVersion, MappingVersion mapping, Inventory inventory) {

    /** The version of the mapping rules. */
    public record MappingVersion(String text) {}

    /** Returns what the configuration contains about a scanner, by its serial number. */
    public Optional<Inventory.Scanner> configured(StoredDevice device) {
        return device.device().serialNumber().flatMap(inventory::find);
    }
}
