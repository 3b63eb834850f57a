package org.doseagent.rdsr;

/**
 * What is read of one report at most. A hostile report of 16 MB could have a hundred thousand of each; what is left out is a finding.
 *
 * @param maxEvents irradiation events; CT fluoroscopy makes hundreds
 * @param maxSources X-ray sources of one event; scanners have one or two
 * @param maxSubTotals sub-totals of the accumulated dose; one for each phantom
 * @param maxFindings findings; more than these help nobody
 */
public record RdsrLimits(int maxEvents, int maxSources, int maxSubTotals, int maxFindings) {

    public static final RdsrLimits DEFAULT = new RdsrLimits(10_000, 16, 16, 500);
}
