package org.doseagent.rdsr;

/**
 * The limits of one report. A hostile report of 16 MB could contain a hundred thousand of each; a finding names the omitted content.
 *
 * @param maxEvents irradiation events; CT fluoroscopy makes hundreds
 * @param maxSources X-ray sources of one event; scanners have one or two
 * @param maxSubTotals sub-totals of the accumulated dose; one for each phantom
 * @param maxFindings findings; nobody reads more than these
 */
public record RdsrLimits(int maxEvents, int maxSources, int maxSubTotals, int maxFindings) {

    public static final RdsrLimits DEFAULT = new RdsrLimits(10_000, 16, 16, 500);
}
