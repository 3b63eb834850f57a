package org.doseagent.dose.identity;

/** A SOP Instance UID (0008,0018): the identity of one DICOM object. Never blank; odd UIDs of old devices are kept as they are. */
public record SopInstanceUid(String value) implements Comparable<SopInstanceUid> {

    /** @throws IllegalArgumentException if the text is blank */
    public SopInstanceUid {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a SOP Instance UID is not blank");
        }
    }

    @Override
    public int compareTo(SopInstanceUid other) {
        return value.compareTo(other.value);
    }
}
