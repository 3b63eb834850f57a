package org.doseagent.trend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One observation of a completeness estimate: the exams of a scanner and day, or one finding.
 *
 * @param scanner label of the scanner; empty where it is not known
 * @param from first and {@code to} last day
 * @param counted whether the exams count as arrived, incomplete, missing or possibly missing
 * @param detail the accession number or what is missing; may be empty
 */
public record CompletenessLine(
        String scanner, LocalDate from, LocalDate to, Kind kind, long exams, Counted counted, String detail) {

    /** What was observed. */
    public enum Kind {
        ARRIVED("arrived"),
        IN_PART("in-part"),
        SILENCE("silence"),
        UNREADABLE("unreadable"),
        ACCESSION_NUMBER("accession-number");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** How the exams of an observation count. */
    public enum Counted {
        ARRIVED("arrived"),
        IN_PART("in part"),
        MISSING("missing"),
        POSSIBLE("possible");

        private final String label;

        Counted(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Returns all observations: those of each scanner, then the unreadable reports, then the accession numbers that were skipped. */
    public static List<CompletenessLine> of(Completeness completeness) {
        List<CompletenessLine> lines = new ArrayList<>();
        completeness.rows().forEach(row -> lines.addAll(of(row)));
        completeness
                .unreadable()
                .forEach(report -> lines.add(new CompletenessLine(
                        report.scanner().orElse(""),
                        report.day(),
                        report.day(),
                        Kind.UNREADABLE,
                        1,
                        Counted.MISSING,
                        report.accessionOrStudy())));
        for (Completeness.Gap gap : completeness.gaps()) {
            Counted counted = gap.isMissing() ? Counted.MISSING : Counted.POSSIBLE;
            gap.numbers()
                    .forEach(number -> lines.add(new CompletenessLine(
                            gap.scanner(), gap.from(), gap.to(), Kind.ACCESSION_NUMBER, 1, counted, number)));
        }
        return lines;
    }

    private static List<CompletenessLine> of(Completeness.Row row) {
        String scanner = row.scanner().label();
        List<CompletenessLine> lines = new ArrayList<>();
        row.byDay()
                .forEach((day, exams) ->
                        lines.add(new CompletenessLine(scanner, day, day, Kind.ARRIVED, exams, Counted.ARRIVED, "")));
        for (ExamArrival exam : row.truncated()) {
            LocalDate day = exam.studyDateTime().toLocalDate();
            lines.add(new CompletenessLine(
                    scanner,
                    day,
                    day,
                    Kind.IN_PART,
                    1,
                    Counted.IN_PART,
                    exam.accessionOrStudy() + " lacks " + exam.missingEvents()
                            + (exam.missingEvents() == 1 ? " event" : " events")));
        }
        for (Completeness.Silence silence : row.silences()) {
            lines.add(new CompletenessLine(
                    scanner,
                    silence.from(),
                    silence.to(),
                    Kind.SILENCE,
                    silence.missing() + silence.possible(),
                    silence.missing() > 0 ? Counted.MISSING : Counted.POSSIBLE,
                    silence.missing() + " missing, " + silence.possible() + " possible, by its rhythm"));
        }
        return lines;
    }
}
