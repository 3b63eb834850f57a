package org.doseagent.store.alerts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.doseagent.dose.StudyInstanceUid;

/**
 * An alert as kept, with its life so far.
 *
 * @param studyInstanceUid empty where the alert is about a scanner
 */
public record StoredAlert(
        long id,
        String kind,
        String status,
        Instant openedAt,
        Optional<StudyInstanceUid> studyInstanceUid,
        Optional<String> accessionNumber,
        Optional<String> category,
        Optional<String> device,
        Optional<String> quantity,
        Optional<BigDecimal> value,
        Optional<BigDecimal> drl,
        Optional<BigDecimal> ratio,
        Optional<String> drlSet,
        String text,
        Optional<String> acknowledgedBy,
        Optional<Instant> acknowledgedAt,
        Optional<String> reason,
        Optional<String> note) {}
