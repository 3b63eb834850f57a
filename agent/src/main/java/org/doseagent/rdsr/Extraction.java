package org.doseagent.rdsr;

import java.util.List;
import java.util.Optional;
import org.doseagent.dose.DoseReport;
import org.doseagent.dose.Finding;
import org.doseagent.dose.PatientIdentity;

/**
 * What a structured report says, and what it does not.
 *
 * @param kindName the kind in words, such as "CT dose report" or "mammography dose report"
 * @param report empty unless it is a CT dose report with a Study Instance UID
 * @param patient the Patient ID on its way to the pseudonym; never stored
 */
public record Extraction(
        Kind kind,
        String kindName,
        Optional<DoseReport> report,
        Optional<PatientIdentity> patient,
        List<Finding> findings) {

    /** Whether there is a CT dose in it. */
    public enum Kind {
        CT_DOSE_REPORT,
        NOT_APPLICABLE
    }
}
