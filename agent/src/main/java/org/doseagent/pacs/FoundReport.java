package org.doseagent.pacs;

import java.util.Optional;
import org.doseagent.dose.identity.SopInstanceUid;

/**
 * A report, or a whole series of reports, to fetch.
 *
 * @param sopInstanceUid empty where the whole series is fetched
 */
public record FoundReport(String seriesInstanceUid, Optional<SopInstanceUid> sopInstanceUid) {}
