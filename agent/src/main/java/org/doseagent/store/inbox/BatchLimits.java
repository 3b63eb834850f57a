package org.doseagent.store.inbox;

/**
 * What the worker takes from the inbox at once, reads, and stores in one transaction. All objects of a batch are in memory together, with
 * what was read from them, so larger batches cost memory and longer collections; smaller ones cost more transactions.
 *
 * @param maxObjects maximum number of objects
 * @param maxBytes bytes of all objects; the object that reaches this number is the last one of the batch
 */
public record BatchLimits(int maxObjects, long maxBytes) {

    public static final BatchLimits DEFAULT = new BatchLimits(128, 2L << 20);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a limit is below 1
     */
    public BatchLimits {
        if (maxObjects < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a batch has at least one object and one byte");
        }
    }
}
