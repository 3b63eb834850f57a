package org.doseagent.dose.identity;

/** A SOP Class UID (0008,0016): the kind of a DICOM object, as the sender names it; it may be blank. */
public record SopClassUid(String value) {}
