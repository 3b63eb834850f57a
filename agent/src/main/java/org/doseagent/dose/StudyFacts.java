package org.doseagent.dose;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What the header of a report says of its study.
 *
 * @param studyDateTime study date and time as the scanner wrote it (local); falls back to content date and start of irradiation
 * @param utcOffset how far that clock is from UTC (0008,0201), where the scanner says it
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

    /** Facts of a scanner that does not say how far its clock is from UTC. */
    public StudyFacts(
            Optional<String> accessionNumber,
            Optional<LocalDateTime> studyDateTime,
            Optional<String> studyDescription,
            Optional<String> institution,
            List<Code> procedureCodes) {
        this(accessionNumber, studyDateTime, studyDescription, institution, procedureCodes, Optional.empty());
    }
}
