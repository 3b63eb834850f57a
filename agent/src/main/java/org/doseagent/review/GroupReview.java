package org.doseagent.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.EventRules;
import org.doseagent.drl.GroupRule;
import org.doseagent.drl.group.GroupAlerts;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.group.GroupResult;
import org.doseagent.drl.level.DrlSet;
import org.doseagent.store.alerts.AlertStore;
import org.doseagent.store.exams.PartDoses;

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

    /** Compares all exams of these days, both inclusive, and those of as many days before. */
    public List<GroupResult> window(LocalDate from, LocalDate to, List<DrlSet> sets, GroupComparison comparison) {
        LocalDate earlier = from.minusDays(to.toEpochDay() - from.toEpochDay() + 1);
        List<GroupResult> results = new ArrayList<>();
        for (String category : parts.categories(from, to)) {
            Map<DeviceKey, List<PartDose>> before = byScanner(parts.parts(category, earlier, from.minusDays(1)));
            byScanner(parts.parts(category, from, to))
                    .forEach((scanner, now) -> valid(sets, to)
                            .forEach(set -> results.addAll(
                                    comparison.compare(now, before.getOrDefault(scanner, List.of()), set))));
        }
        return results;
    }

    /** Opens and closes the alerts of the newest groups of a year. */
    public void review(LocalDate today, List<DrlSet> sets, GroupComparison comparison) {
        Map<DeviceKey, List<Alert>> drafts = new TreeMap<>(DeviceKey.BY_LABEL);
        newest(today.minusYears(1), today, sets, comparison)
                .forEach(result -> GroupAlerts.of(result)
                        .ifPresent(draft -> drafts.computeIfAbsent(result.deviceKey(), absent -> new ArrayList<>())
                                .add(draft)));
        alerts.ofScanners(drafts, GroupAlerts.PREFIX);
    }

    /**
     * Opens the alerts of the group rules of rule packs, over all exams since a day. These alerts never close by themselves, because the
     * past does not change.
     */
    public void occurrences(LocalDate from, LocalDate today, List<DrlSet> sets, List<EventRules> packs) {
        List<EventRules> groupPacks =
                packs.stream().filter(pack -> pack.group().isPresent()).toList();
        List<DrlSet> named = sets.stream()
                .filter(DrlSet::isTrusted)
                .filter(set -> groupPacks.stream().anyMatch(pack -> pack.sets().contains(set.id())))
                .toList();
        if (named.isEmpty()) {
            return;
        }
        for (String category : parts.categories(from, today)) {
            for (List<PartDose> newestFirst :
                    byScanner(parts.parts(category, from, today)).values()) {
                List<PartDose> oldestFirst = new ArrayList<>(newestFirst);
                Collections.reverse(oldestFirst);
                named.forEach(set -> groupPacks.stream()
                        .filter(pack -> pack.sets().contains(set.id()))
                        .forEach(pack -> occurrences(oldestFirst, set, pack)));
            }
        }
    }

    private void occurrences(List<PartDose> oldestFirst, DrlSet set, EventRules pack) {
        GroupRule rule = pack.group().orElseThrow();
        for (DrlSet.Row row : set.rowsOf(oldestFirst.get(0).category())) {
            rule.occurrences(oldestFirst, set, row, pack)
                    .forEach(found -> parts.studyOf(found.trigger())
                            .ifPresent(study ->
                                    alerts.ofReview(study, found.trigger().deviceKey(), found.alert())));
        }
    }

    private static List<DrlSet> valid(List<DrlSet> sets, LocalDate day) {
        return sets.stream().filter(set -> set.isValidOn(day)).toList();
    }

    private static Map<DeviceKey, List<PartDose>> byScanner(List<PartDose> all) {
        Map<DeviceKey, List<PartDose>> byScanner = new LinkedHashMap<>();
        all.forEach(part -> byScanner
                .computeIfAbsent(part.deviceKey(), absent -> new ArrayList<>())
                .add(part));
        return byScanner;
    }
}
