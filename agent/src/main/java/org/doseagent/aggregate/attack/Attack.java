package org.doseagent.aggregate.attack;

import java.util.List;
import java.util.Optional;
import org.doseagent.aggregate.control.DisclosureControl;

/**
 * Attacks everything that was ever released, with the store as the truth: what an attacker could only suspect, this knows. It shares no rule
 * with {@link DisclosureControl}; its thresholds are its own. Pure.
 */
public final class Attack {

    /** The minimum number of exams that anything published, or the difference of two publications, may be about. */
    static final int FLOOR = 20;

    static final int FLOOR_PATIENTS = 10;

    /**
     * The result of one attack.
     *
     * @param looked how many values, cells or pairs were checked
     * @param got what the attack found; empty when the releases withstand it
     * @param measured a rate that the attack measured, whether it is a finding or not; empty where it measures none
     */
    public record Attempt(String name, String tried, int looked, List<String> got, Optional<String> measured) {
        public Attempt {
            got = List.copyOf(got);
        }

        public Attempt(String name, String tried, int looked, List<String> got) {
            this(name, tried, looked, got, Optional.empty());
        }

        Attempt with(String rate) {
            return new Attempt(name, tried, looked, got, Optional.of(rate));
        }
    }

    /** Searches all released documents. */
    private interface Search {
        void run(List<Target> targets, AttackFindings findings);
    }

    /** Searches one cell of a document. */
    private interface CellSearch {
        void run(Target target, Target.Cell cell, AttackFindings findings);
    }

    /** An attack: its name and what it searches, as {@code aggregate attack} prints them. */
    private record Method(String name, String tried, Search search) {

        static Method perCell(String name, String tried, CellSearch search) {
            return new Method(
                    name,
                    tried,
                    (targets, findings) -> targets.forEach(
                            target -> target.cells().forEach(cell -> search.run(target, cell, findings))));
        }

        Attempt run(List<Target> targets) {
            AttackFindings findings = new AttackFindings();
            search.run(targets, findings);
            return new Attempt(name, tried, findings.checked(), findings.findings());
        }
    }

    private Attack() {}

    /** Runs every attack on the history, in any order of its documents. */
    public static List<Attempt> run(List<Published> history, Truth truth) {
        List<Target> targets =
                history.stream().map(each -> Target.of(each, truth)).toList();
        return methods(truth).stream().map(method -> method.run(targets)).toList();
    }

    private static List<Method> methods(Truth truth) {
        return List.of(
                Method.perCell(
                        "verbatim publication",
                        "published values that are more exact than two digits",
                        CellAttacks::verbatim),
                new Method(
                        "differencing over time",
                        "periods that overlap, and cells of them subtracted",
                        DifferencingAttacks::overTime),
                new Method(
                        "differencing over the partition",
                        "totals, subsets, and exams in two cells of a document",
                        DifferencingAttacks::overPartition),
                new Method(
                        "differencing over corrections",
                        "cells of the releases of one period subtracted",
                        DifferencingAttacks::overCorrections),
                Method.perCell(
                        "dominance", "cells of few patients, and patients with much of a cell", CellAttacks::dominance),
                Method.perCell(
                        "small counts",
                        "n, both sides of each percentile, exams above a level",
                        CellAttacks::smallCounts),
                Method.perCell(
                        "facility linkage by device",
                        "classes of detector rows with one scanner",
                        CellAttacks::rareDevice),
                new Method(
                        "facility linkage by text",
                        "each of " + truth.identifiers().size() + " identifiers in the store",
                        (targets, findings) -> IdentifierAttack.run(targets, truth, findings)),
                new Method(
                        "several ledgers of one key",
                        "facilities, and releases of a month, under one key",
                        KeyAttack::run),
                new Method(
                        "submission metadata",
                        "members outside the schema, times of day, host names, free text, coverage",
                        MetadataAttack::run));
    }
}
