package org.doseagent.store.inbox;

/** What became of an object that was put into the inbox; in each case but FULL it is durable. */
public enum PutResult {
    STORED,
    DUPLICATE,
    FULL
}
