package org.doseagent.dose.identity;

/** The UID of the transfer syntax in which a data set is encoded (0002,0010), as the sender names it; it may be blank. */
public record TransferSyntaxUid(String value) {}
