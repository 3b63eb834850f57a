package org.doseagent.store.inbox;

/** An object of the log under its sequence number, which is its inbox id. Numbers rise; some are never used. */
public record StoredObject(long sequence, InboxObject object) {}
