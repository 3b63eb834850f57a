package org.doseagent.dose;

import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.PatientKey;

/**
 * A dose report together with its arrival.
 *
 * @param inboxId its number in the inbox; two versions of one SOP instance have two
 * @param patientKey keyed pseudonym of the patient; empty without a Patient ID
 */
public record ReceivedReport(
        long inboxId,
        Instant receivedAt,
        Optional<AeTitle> callingAeTitle,
        Optional<PatientKey> patientKey,
        DoseReport report) {}
