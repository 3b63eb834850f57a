package org.doseagent.dose;

/** What an irradiation event was for: only {@link #DIAGNOSTIC} events take part in CTDIvol comparisons. */
public enum EventRole {
    DIAGNOSTIC,
    /** Constant angle: scout, topogram, scanogram. */
    LOCALIZER,
    /** Bolus tracking, test bolus, monitoring. */
    TIMING,
    /** Quality assurance or phantom, not a patient. */
    QA
}
