package org.doseagent.report.page;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.group.GroupSpread;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.store.exams.ReportRows.AlertGroup;
import org.doseagent.trend.Completeness;

/**
 * The data of a page.
 *
 * @param groups the groups of the period beside the reference levels, including those with too few exams
 * @param sets valid on the last day of the period
 * @param marks events in the life of scanners, drawn in the charts of medians
 */
public record ReportInput(
        Header header,
        Doses doses,
        List<Group> groups,
        List<DrlSet> sets,
        AlertCounts alertCounts,
        Completeness completeness,
        List<Scanner> scanners,
        List<Mark> marks) {

    public ReportInput {
        groups = List.copyOf(groups);
        sets = List.copyOf(sets);
        scanners = List.copyOf(scanners);
        marks = List.copyOf(marks);
    }

    /**
     * The origin of the data.
     *
     * @param site the site's name
     * @param version of the program
     * @param dataSha256 hash of every value on which the page is based, in the order of category and time
     */
    public record Header(
            String site,
            String version,
            LocalDate from,
            LocalDate to,
            LocalDate made,
            String mappingVersion,
            String dataSha256) {}

    /** A group, and the spread of its values. */
    public record Group(GroupResult result, GroupSpread spread) {}

    /** Counts of alerts: about exams of the period, and about scanners if they are not closed on the day of the page. */
    public record AlertCounts(List<AlertGroup> ofExams, List<AlertGroup> ofScanners) {
        public AlertCounts {
            ofExams = List.copyOf(ofExams);
            ofScanners = List.copyOf(ofScanners);
        }
    }

    /** One scanner; {@code installed} is the year, from the configuration; {@code mapped} of its {@code exams} have a category. */
    public record Scanner(
            DeviceKey key,
            Optional<String> manufacturer,
            List<String> softwareVersions,
            Optional<Integer> installed,
            Optional<Integer> detectorRows,
            long exams,
            int mapped) {
        public Scanner {
            softwareVersions = List.copyOf(softwareVersions);
        }
    }

    /**
     * An event in the life of a scanner.
     *
     * @param category empty: all categories
     * @param text a version of software, or the percentage of a rise or fall
     */
    public record Mark(Kind kind, DeviceKey scanner, Optional<String> category, LocalDate day, String text) {
        /** The kind of event. */
        public enum Kind {
            SOFTWARE,
            RISE,
            FALL
        }
    }

    public List<AlertGroup> alerts() {
        return alertCounts.ofExams();
    }

    public List<AlertGroup> standing() {
        return alertCounts.ofScanners();
    }

    public int exams() {
        return completeness.exams();
    }

    public int mapped() {
        return scanners.stream().mapToInt(Scanner::mapped).sum();
    }
}
