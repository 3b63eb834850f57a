package org.doseagent.drl.cause;

/**
 * One reason of a dose that differs from the typical one.
 *
 * @param factor what it multiplies the DLP by; below 1 it lowers the DLP
 * @param text the reason in words, with the numbers of the exam and of the typical exams
 */
public record Cause(Kind kind, double factor, String text) {

    /** What differs from typical exams. */
    public enum Kind {
        TUBE_POTENTIAL("tubePotential"),
        TUBE_CURRENT("tubeCurrent"),
        PITCH("pitch"),
        SCAN_LENGTH("scanLength"),
        PHASES("phases"),
        REPEAT("repeat"),
        SIZE("size"),
        /** What raises CTDIvol and is none of the above, such as filter or collimation; all of it where the parameters are unknown. */
        CTDI_VOL("ctdiVol");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns the name in the JSON. */
        public String label() {
            return label;
        }
    }
}
