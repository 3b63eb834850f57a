package org.doseagent.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.DeviceKey;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.GroupResult;
import org.doseagent.drl.GroupSpread;
import org.doseagent.trend.Completeness;

/**
 * What a page is about.
 *
 * @param groups the groups of the period beside the reference levels, those with too few exams too
 * @param sets that are valid at the end of the period
 * @param alerts about exams of the period, counted; {@code standing} about scanners, as they stand on the day that the page is made
 * @param marks what happened to scanners, to be drawn where the medians are
 */
public record ReportInput(
        Header header,
        Doses doses,
        List<Group> groups,
        List<DrlSet> sets,
        List<Alerts> alerts,
        List<Alerts> standing,
        Completeness completeness,
        List<Scanner> scanners,
        List<Mark> marks) {

    public ReportInput {
        groups = List.copyOf(groups);
        sets = List.copyOf(sets);
        alerts = List.copyOf(alerts);
        standing = List.copyOf(standing);
        scanners = List.copyOf(scanners);
        marks = List.copyOf(marks);
    }

    /**
     * Where it comes from.
     *
     * @param site the site's name; {@code version} of the program
     * @param dataSha256 of every value that the page rests on, in the order of category and time
     */
    public record Header(
            String site,
            String version,
            LocalDate from,
            LocalDate to,
            LocalDate made,
            String mappingVersion,
            String dataSha256) {}

    /** A group, and how its values lie. */
    public record Group(GroupResult result, GroupSpread spread) {}

    /** Alerts of one kind, category and scanner, by its label; {@code justified} have a reason, whatever their state. */
    public record Alerts(
            String kind,
            Optional<String> category,
            String scanner,
            int open,
            int acknowledged,
            int closed,
            int justified,
            Optional<BigDecimal> largestRatio,
            LocalDate first,
            LocalDate last) {

        int all() {
            return open + acknowledged + closed;
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
     * Something that happened to a scanner.
     *
     * @param category empty: of all
     * @param text a version of software, or the percentage of a rise
     */
    public record Mark(Kind kind, DeviceKey scanner, Optional<String> category, LocalDate day, String text) {
        /** What happened. */
        public enum Kind {
            SOFTWARE,
            RISE
        }
    }

    int exams() {
        return completeness.exams();
    }

    int mapped() {
        return scanners.stream().mapToInt(Scanner::mapped).sum();
    }
}
