package org.doseagent.dose.identity;

import java.util.Optional;

/** The irradiating scanner as its report names it: device participant (TID 1021) first, else the equipment module. */
public record Device(
        Optional<String> manufacturer,
        Optional<String> model,
        Optional<String> serialNumber,
        Optional<String> softwareVersion,
        Optional<String> stationName) {

    /** A device about which nothing is known. */
    public static final Device UNKNOWN =
            new Device(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns the key under which exams of one scanner are counted: manufacturer, model and serial number (else station name). */
    public DeviceKey key() {
        return DeviceKey.of(this);
    }

    /** Returns "model serial" for people, "unknown scanner" when neither is known. */
    public String label() {
        return key().label();
    }
}
