package org.doseagent.pacs;

import java.time.Instant;

/** Is notified of the progress of a run. */
public interface Monitor {

    Monitor NONE = new Monitor() {};

    /** A day was listed. */
    default void listed(long days, long ofDays) {}

    /** A study was looked into, and its reports were fetched. */
    default void looked(long studies, long ofStudies) {}

    /** Nothing is fetched until then, because of the configured hours. */
    default void waiting(Instant until) {}
}
