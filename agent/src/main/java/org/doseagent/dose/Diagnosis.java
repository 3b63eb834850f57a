package org.doseagent.dose;

import java.util.Locale;

/**
 * What one check of the installation came to.
 *
 * @param check short name, stable for scripts
 * @param advice what to do; empty when all is well
 */
public record Diagnosis(String check, Status status, String text, String advice) {

    /** How urgent it is: a warning works today. */
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
