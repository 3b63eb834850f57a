package org.doseagent.notify;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.dose.Quantity;
import org.doseagent.dose.assessment.Alert;
import org.doseagent.dose.assessment.Severity;
import org.doseagent.store.alerts.AlertCase;
import org.doseagent.store.alerts.AlertEntry;
import org.doseagent.store.alerts.AlertOverview;
import org.doseagent.store.alerts.Notification;

/**
 * What a digest says about all its alerts, listed or not.
 *
 * @param bySeverity the number of alerts of each severity
 * @param opened the number of alerts that opened for the first time
 * @param top the most severe cases, hints too where there is room, never those about data
 */
public record Digest(Map<Severity, Integer> bySeverity, int opened, List<Top> top, Groups hints, Groups data) {

    private static final int MAX_TOP = 10;
    private static final int MAX_HINTS = 8;
    private static final int MAX_DATA = 5;

    /** The alerts of one exam and cause; {@code alerts} are those of its quantities. */
    record Top(AlertNote lead, List<Alert> alerts) {

        Severity severity() {
            return Severity.of(lead.kind());
        }

        Optional<Alert> of(Quantity quantity) {
            return alerts.stream()
                    .filter(alert -> alert.quantity().equals(Optional.of(quantity)))
                    .findFirst();
        }
    }

    /** Exams of one scanner that are alike. */
    record Group(Optional<String> scanner, String about, int exams, BigDecimal largest, long firstAlert) {}

    /** The groups with the most exams; {@code more} are not listed and have so many exams. */
    record Groups(List<Group> listed, int more, int exams) {

        static Groups of(List<AlertOverview.Group> groups, int max, boolean withScanner) {
            return new Groups(
                    groups.stream()
                            .limit(max)
                            .map(group -> new Group(
                                    group.device().filter(name -> withScanner).map(AlertNote::name),
                                    AlertNote.name(group.about()),
                                    group.exams(),
                                    group.largest(),
                                    group.first().lead().id()))
                            .toList(),
                    Math.max(0, groups.size() - max),
                    groups.stream()
                            .skip(max)
                            .mapToInt(AlertOverview.Group::exams)
                            .sum());
        }
    }

    /** Returns the digest of notifications; a site that does not let the names of scanners leave gets none. */
    static Digest of(List<Notification> notifications, boolean withScanner) {
        Map<Severity, Integer> bySeverity = new EnumMap<>(Severity.class);
        notifications.forEach(each -> bySeverity.merge(Severity.of(each.alert().kind()), 1, Integer::sum));
        List<AlertCase> cases = AlertCase.of(
                        notifications.stream().map(Notification::alert).toList())
                .stream()
                .sorted(AlertCase.BY_SEVERITY)
                .toList();
        AlertOverview overview = AlertOverview.of(cases);
        return new Digest(
                bySeverity,
                (int) notifications.stream().filter(each -> each.opening() == 1).count(),
                cases.stream()
                        .filter(each -> each.severity() != Severity.DATA)
                        .limit(MAX_TOP)
                        .map(each -> top(each, notifications, withScanner))
                        .toList(),
                Groups.of(overview.hints(), MAX_HINTS, withScanner),
                Groups.of(overview.data(), MAX_DATA, withScanner));
    }

    private static Top top(AlertCase each, List<Notification> notifications, boolean withScanner) {
        AlertEntry lead = each.lead();
        Notification of = notifications.stream()
                .filter(notification -> notification.alert().equals(lead))
                .findFirst()
                .orElseThrow();
        return new Top(
                AlertNote.of(of, withScanner),
                List.of(Quantity.values()).stream()
                        .flatMap(quantity -> each.of(quantity).stream())
                        .sorted(Comparator.comparing(AlertEntry::id))
                        .map(AlertEntry::alert)
                        .toList());
    }
}
