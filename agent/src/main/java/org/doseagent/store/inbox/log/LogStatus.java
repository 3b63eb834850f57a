package org.doseagent.store.inbox.log;

/**
 * What a log holds and what happened to it since it was opened.
 *
 * @param records records on disk
 * @param bytes bytes of their frames
 * @param lastSequence the last sequence number on disk, 0 if there is none
 * @param segments segment files
 * @param damagedPlaces damaged places that were found
 * @param abandonedSegments segments that were given up after a write or a sync failed
 * @param unexpectedFailures failures of the writer that were no failures of the disk
 */
public record LogStatus(
        long records,
        long bytes,
        long lastSequence,
        int segments,
        long damagedPlaces,
        long abandonedSegments,
        long unexpectedFailures) {}
