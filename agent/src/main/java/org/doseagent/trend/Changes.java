package org.doseagent.trend;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.doseagent.dose.identity.DeviceKey;

/** Finds changes of scanners: another software version, another model in the same place, new protocols. */
public final class Changes {

    /** A protocol used less often in its first two months is a trial, not a change. */
    private static final long MIN_EVENTS = 20;

    /** A protocol counts as new only on a scanner that has been known for this long. */
    private static final int KNOWN_MONTHS = 3;

    private Changes() {}

    /** A change of the software version of a scanner. */
    public record SoftwareChange(ScannerVersion before, ScannerVersion now) {}

    /** Another model reports under the serial number or station name of an earlier scanner; {@code now} is its first version. */
    public record ModelChange(ScannerVersion before, ScannerVersion now) {}

    /** Protocols that a scanner has used since a month, and not before it. */
    public record ProtocolChange(DeviceKey deviceKey, YearMonth month, List<String> added) {
        public ProtocolChange {
            added = List.copyOf(added);
        }
    }

    /** Returns the software versions first used on this day or later, each with the version used before on the same scanner. */
    public static List<SoftwareChange> software(List<ScannerVersion> versions, LocalDate from) {
        List<SoftwareChange> changes = new ArrayList<>();
        versions.stream()
                .filter(version -> !version.firstDay().isBefore(from))
                .forEach(now -> latest(
                                versions,
                                now,
                                before -> before.deviceKey().equals(now.deviceKey())
                                        && !before.softwareVersion().equals(now.softwareVersion()))
                        .ifPresent(before -> changes.add(new SoftwareChange(before, now))));
        return changes;
    }

    /** Returns the scanners first seen on this day or later that replace another model in the same place. */
    public static List<ModelChange> models(List<ScannerVersion> versions, LocalDate from) {
        Map<DeviceKey, ScannerVersion> firsts = new TreeMap<>();
        versions.stream()
                .sorted(Comparator.comparing(ScannerVersion::firstDay))
                .forEach(version -> firsts.putIfAbsent(version.deviceKey(), version));
        List<ModelChange> changes = new ArrayList<>();
        firsts.values().stream()
                .filter(version -> !version.firstDay().isBefore(from))
                .forEach(now -> latest(
                                versions,
                                now,
                                before -> !before.deviceKey().equals(now.deviceKey())
                                        && !place(before).isEmpty()
                                        && place(before).equals(place(now)))
                        .ifPresent(before -> changes.add(new ModelChange(before, now))));
        return changes;
    }

    private static String place(ScannerVersion version) {
        return version.deviceKey().serialNumber();
    }

    private static Optional<ScannerVersion> latest(
            List<ScannerVersion> versions,
            ScannerVersion now,
            java.util.function.Predicate<ScannerVersion> isSamePlace) {
        return versions.stream()
                .filter(isSamePlace.and(before -> before.firstDay().isBefore(now.firstDay())))
                .max(Comparator.comparing(ScannerVersion::lastDay));
    }

    /** Returns the changes of this month and of the month before. */
    public static List<ProtocolChange> protocols(List<ProtocolUse> uses, YearMonth month) {
        List<ProtocolChange> changes = new ArrayList<>();
        uses.stream()
                .collect(Collectors.groupingBy(ProtocolUse::deviceKey, TreeMap::new, Collectors.toList()))
                .forEach((device, own) -> {
                    for (YearMonth at : List.of(month.minusMonths(1), month)) {
                        protocols(device, own, at).ifPresent(changes::add);
                    }
                });
        return changes;
    }

    private static Optional<ProtocolChange> protocols(DeviceKey device, List<ProtocolUse> uses, YearMonth month) {
        YearMonth known = uses.stream()
                .map(ProtocolUse::month)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        if (known.plusMonths(KNOWN_MONTHS).isAfter(month)) {
            return Optional.empty();
        }
        Map<String, List<ProtocolUse>> byProtocol =
                uses.stream().collect(Collectors.groupingBy(ProtocolUse::protocol, TreeMap::new, Collectors.toList()));
        List<String> added = new ArrayList<>();
        byProtocol.forEach((protocol, own) -> {
            YearMonth first = own.stream()
                    .map(ProtocolUse::month)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            if (first.equals(month) && events(own, month, month.plusMonths(1)) >= MIN_EVENTS) {
                added.add(protocol);
            }
        });
        return added.isEmpty() ? Optional.empty() : Optional.of(new ProtocolChange(device, month, added));
    }

    private static long events(List<ProtocolUse> uses, YearMonth from, YearMonth to) {
        return uses.stream()
                .filter(use -> !use.month().isBefore(from) && !use.month().isAfter(to))
                .mapToLong(ProtocolUse::events)
                .sum();
    }
}
