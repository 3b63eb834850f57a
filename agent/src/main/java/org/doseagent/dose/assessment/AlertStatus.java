package org.doseagent.dose.assessment;

import java.util.Optional;
import java.util.stream.Stream;

/** The status of an alert; the labels are those of the command line. */
public enum AlertStatus {
    OPEN("open"),
    ACKNOWLEDGED("acknowledged"),
    CLOSED("closed");

    private final String label;

    AlertStatus(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Returns the status with this label. */
    public static Optional<AlertStatus> of(String label) {
        return Stream.of(values()).filter(status -> status.label.equals(label)).findFirst();
    }
}
