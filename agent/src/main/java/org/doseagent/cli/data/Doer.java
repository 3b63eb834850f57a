package org.doseagent.cli.data;

/** Who runs a command. */
final class Doer {

    private Doer() {}

    /** Returns the user of the operating system. */
    static String systemUser() {
        return System.getProperty("user.name", "unknown");
    }
}
