package org.doseagent.rdsr;

import java.util.Optional;
import org.doseagent.dose.identity.Device;
import org.doseagent.rdsr.Codes.Concept;

/** TID 1021 Device Participant: names the scanner if another device recorded the report. */
final class Tid1021 {

    private Tid1021() {}

    /**
     * Returns the irradiating device among the children; missing parts are taken from {@code fallback}, unless its serial number differs.
     */
    static Optional<Device> read(ContentItem parent, Device fallback) {
        for (ContentItem role : parent.all(Codes.DEVICE_ROLE)) {
            if (role.codedConcept() == Codes.IRRADIATING_DEVICE) {
                return Optional.of(device(role, fallback));
            }
        }
        return Optional.empty();
    }

    private static Device device(ContentItem item, Device fallback) {
        Optional<String> serial = text(item, Codes.DEVICE_SERIAL);
        boolean isSame = serial.isEmpty() || serial.equals(fallback.serialNumber());
        return new Device(
                text(item, Codes.DEVICE_MANUFACTURER).or(fallback::manufacturer),
                text(item, Codes.DEVICE_MODEL).or(fallback::model),
                serial.or(fallback::serialNumber),
                isSame ? fallback.softwareVersion() : Optional.empty(),
                isSame ? fallback.stationName() : Optional.empty());
    }

    private static Optional<String> text(ContentItem item, Concept concept) {
        return item.first(concept).flatMap(ContentItem::text);
    }
}
