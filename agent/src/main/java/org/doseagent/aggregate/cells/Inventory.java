package org.doseagent.aggregate.cells;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Exam;

/** The scanners of the site by serial number, from the configuration: a dose report has neither their age nor their detector rows. */
public record Inventory(Map<String, Scanner> scanners) {

    public static final Inventory NONE = new Inventory(Map.of());

    /** A scanner: the year of its installation, and its detector rows. */
    public record Scanner(Optional<Integer> installed, Optional<Integer> detectorRows) {}

    public Inventory {
        scanners = Map.copyOf(scanners);
    }

    /** Returns what the site declares of the scanner with a serial number. */
    public Optional<Scanner> find(String serialNumber) {
        return Optional.ofNullable(scanners.get(serialNumber));
    }

    /** Returns the age class of the scanner of an exam on the day of the exam. */
    public EquipmentAge ageOf(Exam exam) {
        Optional<Integer> year = exam.study().studyDateTime().map(LocalDateTime::getYear);
        return year.isEmpty()
                ? EquipmentAge.UNKNOWN
                : ageOf(exam.device().serialNumber().orElse(""), year.get());
    }

    /** Returns the age class of the scanner with a serial number in a year. */
    public EquipmentAge ageOf(String serialNumber, int year) {
        return Optional.ofNullable(scanners.get(serialNumber))
                .flatMap(Scanner::installed)
                .map(installed -> EquipmentAge.of(year, installed))
                .orElse(EquipmentAge.UNKNOWN);
    }

    /** Returns the class of detector rows of the scanner of an exam. */
    public DetectorRows rowsOf(Exam exam) {
        return rowsOf(exam.device().serialNumber().orElse(""));
    }

    /** Returns the class of detector rows of the scanner with a serial number. */
    public DetectorRows rowsOf(String serialNumber) {
        return find(serialNumber)
                .flatMap(Scanner::detectorRows)
                .map(DetectorRows::of)
                .orElse(DetectorRows.UNKNOWN);
    }
}
