package org.doseagent.dicom;

import java.util.Optional;

/** The transfer syntaxes of structured reports (PS3.5 10 and Annex A), in the order that a receiver prefers. */
public enum TransferSyntax {
    EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", true, false, false),
    IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", false, false, false),
    DEFLATED_EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99", true, false, true),
    EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", true, true, false);

    private final String uid;
    private final boolean explicitVr;
    private final boolean bigEndian;
    private final boolean deflated;

    TransferSyntax(String uid, boolean explicitVr, boolean bigEndian, boolean deflated) {
        this.uid = uid;
        this.explicitVr = explicitVr;
        this.bigEndian = bigEndian;
        this.deflated = deflated;
    }

    public String uid() {
        return uid;
    }

    public boolean isExplicitVr() {
        return explicitVr;
    }

    public boolean isBigEndian() {
        return bigEndian;
    }

    public boolean isDeflated() {
        return deflated;
    }

    /** Returns the syntax of a UID; empty for one that is not used for structured reports. */
    public static Optional<TransferSyntax> of(String uid) {
        for (TransferSyntax syntax : values()) {
            if (syntax.uid.equals(uid)) {
                return Optional.of(syntax);
            }
        }
        return Optional.empty();
    }
}
