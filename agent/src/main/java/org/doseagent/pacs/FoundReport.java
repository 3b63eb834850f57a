package org.doseagent.pacs;

import java.util.Optional;
import org.doseagent.dose.identity.SopInstanceUid;

/**
 * A report, or a whole series of reports, to fetch.
 *
 * @param sopInstanceUid empty where the whole series is fetched
 * @param sopClassUid empty where the PACS does not return it; then the object may be something else than a dose report
 */
public record FoundReport(
        String seriesInstanceUid, Optional<SopInstanceUid> sopInstanceUid, Optional<String> sopClassUid) {}
