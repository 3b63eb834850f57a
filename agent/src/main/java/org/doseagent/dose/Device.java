package org.doseagent.dose;

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

    /**
     * Returns the key under which exams of one scanner are counted: manufacturer, model and serial number (else station name), joined
     * by "|"; absent parts are empty.
     */
    public String key() {
        return manufacturer.orElse("") + "|" + model.orElse("") + "|"
                + serialNumber.or(() -> stationName).orElse("");
    }

    /** Returns "model serial" for people, "unknown scanner" when neither is known. */
    public String label() {
        String label =
                (model.orElse("") + " " + serialNumber.or(() -> stationName).orElse("")).strip();
        return label.isEmpty() ? "unknown scanner" : label;
    }

    /** Returns the label of the device with this key. */
    public static String labelOf(String key) {
        String[] parts = key.split("\\|", -1);
        String label = parts.length < 3 ? key : (parts[1] + " " + parts[2]).strip();
        return label.isEmpty() ? "unknown scanner" : label;
    }
}
