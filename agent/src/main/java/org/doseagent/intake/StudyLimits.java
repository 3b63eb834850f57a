package org.doseagent.intake;

/**
 * How much one study may have, since all reports of a study are merged in memory whenever one of them arrives. A report beyond a limit is
 * quarantined; the exam stays as it was.
 *
 * @param maxReports reports, all versions of them; cumulative reports of a long intervention are some dozens
 * @param maxEvents events of all its reports together; a report of 120 events that is sent again after each of them has 7,260
 */
public record StudyLimits(int maxReports, int maxEvents) {

    /** The limits of {@code config/agent.yaml}. */
    public static final StudyLimits DEFAULT = new StudyLimits(1000, 20_000);
}
