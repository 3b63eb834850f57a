package org.doseagent.store.ledger;

/** An exam part of a released cell, as two keyed hashes in hexadecimal: of the part, and of the part with its value. */
public record StoredLeaf(String part, String value) {}
