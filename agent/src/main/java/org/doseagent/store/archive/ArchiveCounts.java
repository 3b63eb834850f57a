package org.doseagent.store.archive;

/**
 * The listed studies of a period.
 *
 * @param open not looked into yet
 * @param done all their dose reports are stored
 * @param failed to be tried again
 * @param withReports done studies that have a dose report
 * @param reports dose reports of the done studies
 * @param undecided reports of which the PACS does not tell whether they are dose reports
 */
public record ArchiveCounts(long open, long done, long failed, long withReports, long reports, long undecided) {

    public long studies() {
        return open + done + failed;
    }
}
