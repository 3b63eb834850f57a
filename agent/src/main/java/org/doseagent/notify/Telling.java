package org.doseagent.notify;

/** How people are told of an alert: at once, in the digest of the day, or not at all. */
public enum Telling {
    NOW("now"),
    DIGEST("digest"),
    OFF("off");

    private final String label;

    Telling(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
