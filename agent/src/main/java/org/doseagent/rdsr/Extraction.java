package org.doseagent.rdsr;

import java.util.List;
import java.util.Optional;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Finding;
import org.doseagent.dose.identity.PatientIdentity;

/**
 * The content of a structured report, and the findings about it.
 *
 * @param kindName the kind in words, such as "CT dose report" or "mammography dose report"
 * @param report empty unless it is a CT dose report with a Study Instance UID
 * @param patient the Patient ID, from which the pseudonym is made; never stored
 */
public record Extraction(
        Kind kind,
        String kindName,
        Optional<DoseReport> report,
        Optional<PatientIdentity> patient,
        List<Finding> findings) {

    /** Whether the report is a CT dose report. */
    public enum Kind {
        CT_DOSE_REPORT,
        NOT_APPLICABLE
    }
}
