package org.doseagent.store.exams;

import java.time.Instant;
import java.util.List;
import org.doseagent.dose.identity.Device;
import org.doseagent.dose.identity.DeviceKey;

/**
 * A scanner that sent reports.
 *
 * @param device names of the scanner; without a software version, since a scanner has had several
 * @param softwareVersions all versions that its reports named
 * @param exams number of its exams
 */
public record StoredDevice(
        DeviceKey key,
        Device device,
        List<String> softwareVersions,
        Instant firstReport,
        Instant lastReport,
        long exams) {

    public StoredDevice {
        softwareVersions = List.copyOf(softwareVersions);
    }
}
