package org.doseagent.dose;

/** The purpose of an irradiation event. Only {@link #DIAGNOSTIC} events are part of CTDIvol comparisons. */
public enum EventRole {
    DIAGNOSTIC,
    /** Constant angle: scout, topogram, scanogram. */
    LOCALIZER,
    /** Bolus tracking, test bolus, monitoring. */
    TIMING,
    /** Quality assurance or phantom, not a patient. */
    QA
}
