package org.doseagent.dose.identity;

/**
 * A Study Instance UID (0020,000D), as the report has it. Never blank; odd UIDs of old devices are kept as they are.
 *
 * <p>A study can be traced to its patient in the PACS, so {@link #toString()} is masked: the UID never reaches a log line by accident.
 */
public record StudyInstanceUid(String value) implements Comparable<StudyInstanceUid> {

    /** @throws IllegalArgumentException if the text is blank */
    public StudyInstanceUid {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a Study Instance UID is not blank");
        }
    }

    @Override
    public int compareTo(StudyInstanceUid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return "StudyInstanceUid[masked]";
    }
}
