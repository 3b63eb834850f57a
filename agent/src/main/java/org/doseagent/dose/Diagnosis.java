package org.doseagent.dose;

import java.util.Locale;

/**
 * The result of one check of the installation.
 *
 * @param check short name, stable for scripts
 * @param advice what to do; empty when the status is OK
 */
public record Diagnosis(String check, Status status, String text, String advice) {

    /** Urgency: with a warning, the installation still works. */
    public enum Status {
        OK,
        WARN,
        BAD;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Diagnosis ok(String check, String text) {
        return new Diagnosis(check, Status.OK, text, "");
    }

    public static Diagnosis warn(String check, String text, String advice) {
        return new Diagnosis(check, Status.WARN, text, advice);
    }

    public static Diagnosis bad(String check, String text, String advice) {
        return new Diagnosis(check, Status.BAD, text, advice);
    }
}
