package org.doseagent.dose.identity;

/** The SHA-256 of the content of a file, as 64 hexadecimal digits. */
public record ContentHash(String hex) {}
