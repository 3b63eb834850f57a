package org.doseagent.dose;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What the header of a report says of its study.
 *
 * @param studyDateTime study date and time as the scanner wrote it (local); falls back to content date and start of irradiation
 * @param procedureCodes procedure codes of the study, performed procedure and request, without repeats
 */
public record StudyFacts(
        Optional<String> accessionNumber,
        Optional<LocalDateTime> studyDateTime,
        Optional<String> studyDescription,
        Optional<String> institution,
        List<Code> procedureCodes) {

    public StudyFacts {
        procedureCodes = List.copyOf(procedureCodes);
    }
}
