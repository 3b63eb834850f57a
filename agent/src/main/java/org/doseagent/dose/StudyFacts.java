package org.doseagent.dose;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The study of a report, from its header.
 *
 * @param studyDateTime study date and time as the scanner wrote it (local); falls back to content date and start of irradiation
 * @param utcOffset offset of that clock from UTC (0008,0201), where the report has it
 * @param procedureCodes procedure codes of the study, performed procedure and request, without repeats
 */
public record StudyFacts(
        Optional<String> accessionNumber,
        Optional<LocalDateTime> studyDateTime,
        Optional<String> studyDescription,
        Optional<String> institution,
        List<Code> procedureCodes,
        Optional<ZoneOffset> utcOffset) {

    public StudyFacts {
        procedureCodes = List.copyOf(procedureCodes);
    }
}
