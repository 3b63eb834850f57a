package org.doseagent.cli;

/** Who runs a command. */
public final class Doer {

    private Doer() {}

    /** Returns the user of the operating system. */
    public static String systemUser() {
        return System.getProperty("user.name", "unknown");
    }
}
