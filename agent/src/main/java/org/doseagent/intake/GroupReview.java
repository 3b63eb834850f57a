package org.doseagent.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.doseagent.dose.AlertDraft;
import org.doseagent.dose.Device;
import org.doseagent.dose.PartDose;
import org.doseagent.drl.DrlSet;
import org.doseagent.drl.EventRules;
import org.doseagent.drl.GroupAlerts;
import org.doseagent.drl.GroupComparison;
import org.doseagent.drl.GroupResult;
import org.doseagent.store.AlertStore;
import org.doseagent.store.PartDoses;

/** Compares groups of patients, by scanner and category, with reference levels. Thread-safe. */
public final class GroupReview {

    private final PartDoses parts;
    private final AlertStore alerts;

    public GroupReview(PartDoses parts, AlertStore alerts) {
        this.parts = parts;
        this.alerts = alerts;
    }

    /** Compares the newest exams of these days, both inclusive; a set counts when it is valid on the last of them. */
    public List<GroupResult> newest(LocalDate from, LocalDate to, List<DrlSet> sets, GroupComparison comparison) {
        List<GroupResult> results = new ArrayList<>();
        for (String category : parts.categories(from, to)) {
            for (List<PartDose> ofScanner :
                    byScanner(parts.parts(category, from, to)).values()) {
                valid(sets, to).forEach(set -> results.addAll(comparison.compare(ofScanner, set)));
            }
        }
        return results;
    }

    /** Compares all exams of these days, both inclusive, and beside them those of the days before, as many. */
    public List<GroupResult> window(LocalDate from, LocalDate to, List<DrlSet> sets, GroupComparison comparison) {
        LocalDate earlier = from.minusDays(to.toEpochDay() - from.toEpochDay() + 1);
        List<GroupResult> results = new ArrayList<>();
        for (String category : parts.categories(from, to)) {
            Map<String, List<PartDose>> before = byScanner(parts.parts(category, earlier, from.minusDays(1)));
            byScanner(parts.parts(category, from, to))
                    .forEach((scanner, now) -> valid(sets, to)
                            .forEach(set -> results.addAll(
                                    comparison.compare(now, before.getOrDefault(scanner, List.of()), set))));
        }
        return results;
    }

    /** Opens and closes the alerts of the newest groups of a year. */
    public void review(LocalDate today, List<DrlSet> sets, List<EventRules> packs, GroupComparison comparison) {
        Map<String, List<AlertDraft>> drafts = new TreeMap<>();
        LocalDate from = today.minusYears(1);
        for (String category : parts.categories(from, today)) {
            byScanner(parts.parts(category, from, today))
                    .forEach((scanner, newest) -> drafts.computeIfAbsent(
                                    Device.labelOf(scanner), absent -> new ArrayList<>())
                            .addAll(drafts(newest, valid(sets, today), packs, comparison)));
        }
        alerts.ofScanners(drafts, GroupAlerts.PREFIX);
    }

    private static List<AlertDraft> drafts(
            List<PartDose> newest, List<DrlSet> sets, List<EventRules> packs, GroupComparison comparison) {
        List<AlertDraft> drafts = new ArrayList<>();
        for (DrlSet set : sets) {
            comparison
                    .compare(newest, set)
                    .forEach(result -> GroupAlerts.of(result).ifPresent(drafts::add));
            for (EventRules pack : packs) {
                if (set.isTrusted()) {
                    set.rowsOf(newest.get(0).category())
                            .forEach(row -> pack.group()
                                    .flatMap(rule -> rule.check(newest, set, row, pack))
                                    .ifPresent(drafts::add));
                }
            }
        }
        return drafts;
    }

    private static List<DrlSet> valid(List<DrlSet> sets, LocalDate day) {
        return sets.stream().filter(set -> set.isValidOn(Optional.of(day))).toList();
    }

    private static Map<String, List<PartDose>> byScanner(List<PartDose> all) {
        Map<String, List<PartDose>> byScanner = new LinkedHashMap<>();
        all.forEach(part -> byScanner
                .computeIfAbsent(part.deviceKey(), absent -> new ArrayList<>())
                .add(part));
        return byScanner;
    }
}
