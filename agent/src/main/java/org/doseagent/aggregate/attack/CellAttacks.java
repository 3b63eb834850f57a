package org.doseagent.aggregate.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.doseagent.dose.identity.PatientKey;

/** The attacks that need one cell and the exams behind it. */
final class CellAttacks {

    private static final int MAX_DIGITS = 2;
    private static final int MAX_EXAMS_PER_PATIENT = 2;
    private static final int MAX_SHARE_DIVISOR = 10;
    private static final int MIN_SCANNERS = 2;
    private static final int N_STEP = 5;
    private static final int MIN_EACH_SIDE = 5;
    private static final int FLOOR_WITH_NOISE = 100;
    private static final Map<String, Integer> PERCENTILES = Map.of("p25", 25, "p50", 50, "p75", 75);
    private static final Set<String> BANDS = Set.of("0-4", "5-9", "10-19", "20-49", "50-99", "100+");
    private static final BigDecimal MIN_LEVEL_RATIO = new BigDecimal("1.1");

    private CellAttacks() {}

    /** A percentile without rounding is the value of an exam: does a published one have more than two digits, and does an exam have it? */
    static void verbatim(Target target, Target.Cell cell, AttackFindings findings) {
        for (String percentile : List.of("p25", "p50", "p75")) {
            findings.check();
            BigDecimal value = cell.json().path(percentile).decimalValue();
            if (value.stripTrailingZeros().precision() > MAX_DIGITS) {
                boolean isOfAnExam =
                        cell.facts().stream().anyMatch(fact -> fact.value().compareTo(value) == 0);
                findings.add(target.name() + ": " + percentile + " of " + cell.name() + " has more than " + MAX_DIGITS
                        + " digits" + (isOfAnExam ? " and is the value of an exam" : ""));
            }
        }
    }

    /** A patient with many exams of a cell can subtract their own: does any patient have more than a tenth, or more than two? */
    static void dominance(Target target, Target.Cell cell, AttackFindings findings) {
        if (!cell.isKnown()) {
            return;
        }
        findings.check();
        Map<Optional<PatientKey>, Long> perPatient =
                cell.facts().stream().collect(Collectors.groupingBy(Truth.Fact::patient, Collectors.counting()));
        long max = Collections.max(perPatient.values());
        String where = target.name() + ": " + cell.name();
        if (perPatient.size() < Attack.FLOOR_PATIENTS) {
            findings.add(where + " has " + perPatient.size() + " patients");
        }
        if (max * MAX_SHARE_DIVISOR > cell.leaves().size()) {
            findings.add(where + " has " + max + " exams of " + cell.leaves().size() + " of one patient");
        }
        if (max > MAX_EXAMS_PER_PATIENT) {
            findings.add(where + " counts " + max + " exams of one patient");
        }
    }

    /** Whoever knows which hospital has the only scanner of a class identifies the hospital: does a class have one scanner? */
    static void rareDevice(Target target, Target.Cell cell, AttackFindings findings) {
        findings.check();
        boolean isClass = !cell.json().path("detectorRows").asText().equals("any");
        if (isClass
                && cell.isKnown()
                && cell.facts().stream().map(Truth.Fact::scanner).distinct().count() < MIN_SCANNERS) {
            findings.add(target.name() + ": " + cell.name() + " has one scanner");
        }
    }

    /** A small or exact count is about few patients: is there one in n, on one side of a percentile, or above a level? */
    static void smallCounts(Target target, Target.Cell cell, AttackFindings findings) {
        findings.check();
        String where = target.name() + ": " + cell.name();
        count(where, cell, target.isNoisy() ? FLOOR_WITH_NOISE : Attack.FLOOR, findings);
        if (cell.isKnown()) {
            PERCENTILES.forEach((name, percent) -> {
                long exams = smallerSide(cell, percent);
                if (exams < MIN_EACH_SIDE) {
                    findings.add(where + " has " + exams + " exams on one side of " + name);
                }
            });
        }
        levels(where, cell.json().path("aboveDrl"), findings);
    }

    private static void count(String where, Target.Cell cell, int floor, AttackFindings findings) {
        JsonNode n = cell.json().path("n");
        if (!n.isInt() || n.asInt() % N_STEP != 0) {
            findings.add(where + " publishes the exact count " + n.asText());
        }
        if (n.asInt() < floor || (cell.isFromLedger() && cell.leaves().size() < floor)) {
            findings.add(where + " has fewer than " + floor + " exams");
        }
    }

    /** Returns how many exams are strictly below a percentile, or strictly above it, whichever is less. */
    private static long smallerSide(Target.Cell cell, int percent) {
        List<BigDecimal> values =
                cell.facts().stream().map(Truth.Fact::value).sorted().toList();
        int index = (values.size() - 1) * percent / 100;
        // Between two values the percentile is above the lower and below the upper one, unless they are equal or it is
        // the lower.
        BigDecimal lower = values.get(index);
        boolean isOnValue = (values.size() - 1) * percent % 100 == 0;
        BigDecimal upper = isOnValue ? lower : values.get(index + 1);
        boolean isBetween = lower.compareTo(upper) < 0;
        long below = values.stream()
                .filter(value -> value.compareTo(lower) < (isBetween ? 1 : 0))
                .count();
        long above = values.stream()
                .filter(value -> value.compareTo(upper) > (isBetween ? -1 : 0))
                .count();
        return Math.min(below, above);
    }

    private static void levels(String where, JsonNode levels, AttackFindings findings) {
        List<BigDecimal> values = new ArrayList<>();
        for (JsonNode level : levels) {
            findings.check();
            values.add(level.path("drl").decimalValue());
            JsonNode exams = level.path("exams");
            if (!exams.isTextual() || !BANDS.contains(exams.asText())) {
                findings.add(where + " publishes how many exams were above a level: " + exams.asText());
            }
        }
        values.sort(Comparator.naturalOrder());
        for (int i = 1; i < values.size(); i++) {
            BigDecimal last = values.get(i - 1);
            if (values.get(i).compareTo(last) > 0 && values.get(i).compareTo(last.multiply(MIN_LEVEL_RATIO)) < 0) {
                findings.add(where + " publishes the exams above two levels that enclose a value: " + last + " and "
                        + values.get(i));
            }
        }
    }
}
