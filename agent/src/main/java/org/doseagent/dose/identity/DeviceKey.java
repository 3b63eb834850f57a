package org.doseagent.dose.identity;

import java.util.Comparator;

/**
 * The key under which the exams of one scanner are counted. Absent parts are empty.
 *
 * @param serialNumber or the station name where the report has no serial number
 */
public record DeviceKey(String manufacturer, String model, String serialNumber) implements Comparable<DeviceKey> {

    private static final Comparator<DeviceKey> ORDER = Comparator.comparing(DeviceKey::text);

    /** The order for people: by {@link #label()}; scanners of one label by their whole key. */
    public static final Comparator<DeviceKey> BY_LABEL =
            Comparator.comparing(DeviceKey::label).thenComparing(ORDER);

    /** A "|" in the first two parts becomes a space, so that {@link #parse} finds the same parts in {@link #text}. */
    public DeviceKey {
        manufacturer = manufacturer.replace('|', ' ');
        model = model.replace('|', ' ');
    }

    /** Returns the key of a scanner. */
    public static DeviceKey of(Device device) {
        return new DeviceKey(
                device.manufacturer().orElse(""),
                device.model().orElse(""),
                device.serialNumber().or(device::stationName).orElse(""));
    }

    /** Returns the key with this {@link #text()}. */
    public static DeviceKey parse(String text) {
        String[] parts = text.split("\\|", 3);
        return parts.length == 3 ? new DeviceKey(parts[0], parts[1], parts[2]) : new DeviceKey("", "", text);
    }

    /** Returns the form that is stored and printed: the three parts joined by "|". */
    public String text() {
        return manufacturer + "|" + model + "|" + serialNumber;
    }

    /** Returns "model serial" for people, "unknown scanner" when neither is known. */
    public String label() {
        String label = (model + " " + serialNumber).strip();
        return label.isEmpty() ? "unknown scanner" : label;
    }

    @Override
    public int compareTo(DeviceKey other) {
        return ORDER.compare(this, other);
    }
}
