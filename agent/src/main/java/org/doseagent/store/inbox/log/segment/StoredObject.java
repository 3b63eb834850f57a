package org.doseagent.store.inbox.log.segment;

/** An object of the log under its sequence number, which is its inbox id. Numbers rise; some are never used. */
public record StoredObject(long sequence, InboxObject object) {}
