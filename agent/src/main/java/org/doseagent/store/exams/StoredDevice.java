package org.doseagent.store.exams;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.doseagent.dose.identity.DeviceKey;

/** A scanner seen in reports. */
public record StoredDevice(
        DeviceKey key,
        Optional<String> manufacturer,
        Optional<String> model,
        Optional<String> serialNumber,
        Optional<String> stationName,
        List<String> softwareVersions,
        Instant firstReport,
        Instant lastReport,
        long exams) {

    public StoredDevice {
        softwareVersions = List.copyOf(softwareVersions);
    }
}
