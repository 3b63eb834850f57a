package org.doseagent.dose;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * How an event was acquired, as its report describes it.
 *
 * @param protocol name of the acquisition protocol; free text of the site
 * @param procedureContext contrast (CID 10014)
 * @param startedAt DateTime Started (111526); the scanner's local time
 * @param repetition what the report states about a repetition; empty where it states nothing
 * @param modulationType tube current modulation (113842), also when only a comment names it
 */
public record Acquisition(
        Optional<String> protocol,
        Optional<AcquisitionType> type,
        Optional<Code> targetRegion,
        Optional<Code> procedureContext,
        Optional<LocalDateTime> startedAt,
        Optional<Repetition> repetition,
        Optional<String> modulationType) {}
