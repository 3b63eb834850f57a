package org.doseagent.store.exams;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

    /** Reads what {@link #read} takes; to be formatted with the expression that counts exams. */
    static final String SEEN = """
            SELECT d.device_key, max(c.manufacturer), max(c.model), max(c.serial_number), max(c.station_name),
                   string_agg(c.software_version, '\n'), min(c.first_report), max(c.last_report), %s
              FROM site s JOIN device d ON d.site = s.id JOIN scanner c ON c.site = d.site AND c.device = d.id
             WHERE s.name = ? AND c.first_report IS NOT NULL
             GROUP BY d.site, d.id, d.device_key ORDER BY d.device_key
            """;

    static StoredDevice read(ResultSet row) throws SQLException {
        String versions = row.getString(6);
        return new StoredDevice(
                DeviceKey.parse(row.getString(1)),
                new Device(
                        Optional.ofNullable(row.getString(2)),
                        Optional.ofNullable(row.getString(3)),
                        Optional.ofNullable(row.getString(4)),
                        Optional.empty(),
                        Optional.ofNullable(row.getString(5))),
                versions == null
                        ? List.of()
                        : Arrays.stream(versions.split("\n", -1))
                                .filter(version -> !version.isEmpty())
                                .distinct()
                                .sorted()
                                .toList(),
                Instant.parse(row.getString(7)),
                Instant.parse(row.getString(8)),
                row.getLong(9));
    }

    /** Returns the same scanner with another count of exams. */
    StoredDevice withExams(long count) {
        return new StoredDevice(key, device, softwareVersions, firstReport, lastReport, count);
    }
}
