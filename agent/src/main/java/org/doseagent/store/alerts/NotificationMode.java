package org.doseagent.store.alerts;

/** How people are notified of an alert: at once, in the digest of the day, or not at all. */
public enum NotificationMode {
    NOW("now"),
    DIGEST("digest"),
    OFF("off");

    private final String label;

    NotificationMode(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
