package org.doseagent.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.doseagent.dose.Exam;
import org.doseagent.dose.assessment.AssessedExam;
import org.doseagent.dose.assessment.Assessment;
import org.doseagent.dose.assessment.Verdict;
import org.doseagent.drl.Assessor;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.store.exams.DoseStore;
import org.doseagent.store.exams.ExamQuery;

/** Assesses stored exams again with other sets and reports what would change. Stores nothing. */
public final class WhatIf {

    /** The direction of a change. */
    public enum Direction {
        NEWLY_ABOVE("newly above"),
        NO_LONGER_ABOVE("no longer above");

        private final String label;

        Direction(String label) {
            this.label = label;
        }

        /** Returns the text on the command line. */
        public String label() {
            return label;
        }
    }

    /** A part of an exam that would be assessed differently; {@code of} is its category and quantity, such as "CT-HEAD DLP". */
    public record Change(Exam exam, Direction direction, String of) {}

    /**
     * The result: the number of exams, how many of them are above a level in the stored assessments and with the other sets, and the
     * differences.
     */
    public record Result(int exams, int aboveNow, int aboveThen, List<Change> changes) {
        public Result {
            changes = List.copyOf(changes);
        }
    }

    private final DoseStore doses;
    private final Assessor assessor;

    /**
     * Takes the store and an assessor with the other sets.
     *
     * @param assessor with the mapping of the site and without rule packs
     */
    public WhatIf(DoseStore doses, Assessor assessor) {
        this.doses = doses;
        this.assessor = assessor;
    }

    /** Returns the sets that are valid on a day, as sets that apply to exams of every day. */
    public static List<DrlSet> validOn(LocalDate day, List<DrlSet> sets) {
        return sets.stream()
                .filter(set -> set.isValidOn(day))
                .map(DrlSet::timeless)
                .toList();
    }

    /** Compares the exams that a query selects. */
    public Result of(ExamQuery query) {
        Counter counter = new Counter();
        doses.each(query, counter::add);
        return new Result(counter.exams, counter.aboveNow, counter.aboveThen, counter.changes);
    }

    private final class Counter {
        private int exams;
        private int aboveNow;
        private int aboveThen;
        private final List<Change> changes = new ArrayList<>();

        void add(AssessedExam exam) {
            Set<String> now = exceeded(exam);
            Set<String> then = exceeded(assessor.assess(exam.exam()));
            exams++;
            aboveNow += now.isEmpty() ? 0 : 1;
            aboveThen += then.isEmpty() ? 0 : 1;
            then.stream()
                    .filter(of -> !now.contains(of))
                    .forEach(of -> changes.add(new Change(exam.exam(), Direction.NEWLY_ABOVE, of)));
            now.stream()
                    .filter(of -> !then.contains(of))
                    .forEach(of -> changes.add(new Change(exam.exam(), Direction.NO_LONGER_ABOVE, of)));
        }
    }

    /** Returns the category and quantity of each part that is above a level of any of its sets. */
    private static Set<String> exceeded(AssessedExam exam) {
        Set<String> exceeded = new TreeSet<>();
        for (Assessment assessment : exam.assessments()) {
            if (assessment.verdict() == Verdict.EXCEEDED) {
                exceeded.add(exam.parts().get(assessment.part()).category().orElse("") + " " + assessment.quantity());
            }
        }
        return exceeded;
    }
}
