package org.doseagent.rdsr;

import java.util.Optional;
import org.doseagent.dose.identity.Device;
import org.doseagent.rdsr.Codes.Concept;

/**
 * TID 1002 Observer Context. Only a device observer (TID 1004) is used, for facts that are neither in the device participant nor in the
 * equipment module. A person observer (TID 1003, TID 1020) is in the received bytes and is not read.
 */
final class Tid1002 {

    private Tid1002() {}

    /** Returns {@code device}, with missing parts from the device observer. Its items are used even if the type (121005) is missing. */
    static Device complete(ContentItem root, Device device) {
        Optional<String> serial = text(root, Codes.DEVICE_OBSERVER_SERIAL);
        boolean isOther =
                serial.isPresent() && device.serialNumber().isPresent() && !serial.equals(device.serialNumber());
        if (isOther) {
            return device;
        }
        return new Device(
                device.manufacturer().or(() -> text(root, Codes.DEVICE_OBSERVER_MANUFACTURER)),
                device.model().or(() -> text(root, Codes.DEVICE_OBSERVER_MODEL)),
                device.serialNumber().or(() -> serial),
                device.softwareVersion(),
                device.stationName());
    }

    private static Optional<String> text(ContentItem root, Concept concept) {
        return root.first(concept).flatMap(ContentItem::text);
    }
}
