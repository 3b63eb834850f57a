package org.doseagent.review;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.doseagent.dose.PartDose;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.identity.DeviceKey;
import org.doseagent.drl.EventRules;
import org.doseagent.drl.GroupRule;
import org.doseagent.drl.group.GroupAlerts;
import org.doseagent.drl.group.GroupComparison;
import org.doseagent.drl.group.GroupPools;
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

    /**
     * Returns the first of the days of which the newest exams are compared on a day: 1 January of the year before. It moves once a year, because the
     * evidence for a group is only valid for a sequence of exams that keeps its beginning.
     */
    public static LocalDate usualStart(LocalDate day) {
        return day.minusYears(1).withDayOfYear(1);
    }

    /**
     * Compares the newest exams of these days, both inclusive; a set counts when it is valid on the last of them. What is too small is pooled: over one
     * more year if the days begin at {@link #usualStart}, and over scanners.
     */
    public List<GroupResult> newest(LocalDate from, LocalDate to, List<DrlSet> sets, GroupComparison comparison) {
        LocalDate longerFrom = from.equals(usualStart(to)) ? from.minusYears(1) : from;
        List<GroupResult> results = new ArrayList<>();
        for (String category : parts.categories(from, to)) {
            List<PartDose> longer = parts.parts(category, longerFrom, to);
            List<PartDose> usual = longer.stream()
                    .filter(part -> !part.studyDateTime().toLocalDate().isBefore(from))
                    .toList();
            GroupPools pools = new GroupPools(byScanner(usual), byScanner(longer), longerFrom);
            valid(sets, to).forEach(set -> results.addAll(pools.compare(set, comparison)));
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

    /** Opens and closes the alerts of the newest groups. */
    public void review(LocalDate today, List<DrlSet> sets, GroupComparison comparison) {
        Map<DeviceKey, List<Alert>> drafts = new TreeMap<>(DeviceKey.BY_LABEL);
        Set<String> held = alerts.heldKeys(GroupAlerts.PREFIX);
        newest(usualStart(today), today, sets, comparison)
                .forEach(result -> GroupAlerts.of(result, held)
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
