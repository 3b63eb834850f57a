package org.doseagent.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.PartDose;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;

/**
 * What a page is about.
 *
 * @param site the site's name; {@code version} of the program
 * @param parts the parts of patients' exams of the period
 * @param results their groups beside the reference levels
 * @param mapped of {@code exams} exams so many have a category
 */
public record ReportInput(
        String site,
        String version,
        LocalDate from,
        LocalDate to,
        LocalDate made,
        int exams,
        int mapped,
        String mappingVersion,
        List<PartDose> parts,
        List<GroupResult> results,
        List<DrlSet> sets,
        List<Alert> alerts,
        Completeness completeness,
        List<Scanner> scanners) {

    public ReportInput {
        parts = List.copyOf(parts);
        results = List.copyOf(results);
        sets = List.copyOf(sets);
        alerts = List.copyOf(alerts);
        scanners = List.copyOf(scanners);
    }

    /** One alert, without accession number or study. */
    public record Alert(
            long id,
            String kind,
            String status,
            Optional<String> category,
            Optional<String> scanner,
            Optional<String> quantity,
            Optional<BigDecimal> value,
            Optional<BigDecimal> drl,
            String text) {}

    /** One scanner; {@code installed} is the year, from the configuration. */
    public record Scanner(
            String label,
            Optional<String> manufacturer,
            List<String> softwareVersions,
            Optional<Integer> installed,
            Optional<Integer> detectorRows,
            long exams) {
        public Scanner {
            softwareVersions = List.copyOf(softwareVersions);
        }
    }
}
