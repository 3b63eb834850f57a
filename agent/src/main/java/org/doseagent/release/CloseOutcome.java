package org.doseagent.release;

/** The result of closing a month. */
public enum CloseOutcome {
    RELEASED,
    /** The month was released before, and enough has changed since. */
    CORRECTED,
    /** The month was released before, and too little has changed since for a correction. */
    RELEASED_BEFORE,
    /** The month, or the waiting time after it, is not over. */
    TOO_EARLY,
    /** The site has not named its scanners and senders, or the release journal knows a release that the ledger does not have. */
    BLOCKED,
    /** No cell may be released; the month stays open for late reports. */
    NOTHING_TO_RELEASE
}
