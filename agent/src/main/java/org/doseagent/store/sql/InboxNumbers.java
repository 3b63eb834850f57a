package org.doseagent.store.sql;

/**
 * The numbers of the entries of one agent's inbox. Several agents of a site may share a store, and each numbers its own log from 1; so an
 * entry has the number of its agent in the upper bits and the sequence number of the log in the lower ones.
 *
 * @param first the lowest number, which no entry has, and {@code last} the highest
 */
public record InboxNumbers(long first, long last) {

    /** A log has room for a thousand thousand million objects. */
    private static final int SEQUENCE_BITS = 40;

    /** The numbers of all agents, for a reader that is none of them. */
    static final InboxNumbers ALL = new InboxNumbers(0, Long.MAX_VALUE);

    /** Returns the numbers of an agent; those of agent 0 are the sequence numbers of its log. */
    public static InboxNumbers of(long agent) {
        return new InboxNumbers(agent << SEQUENCE_BITS, ((agent + 1) << SEQUENCE_BITS) - 1);
    }

    /** Returns the number of the agent. */
    public long agent() {
        return first >> SEQUENCE_BITS;
    }

    /** Returns the number of the entry of a record of the log. */
    public long idOf(long sequence) {
        return first + sequence;
    }

    /** Returns the sequence number of the record of an entry; below 1 for an entry of an agent with a lower number. */
    public long sequenceOf(long id) {
        return id - first;
    }

    /** Tells whether these are the numbers of one agent, and not of all. */
    public boolean isOfOneAgent() {
        return last != Long.MAX_VALUE;
    }

    public boolean contains(long id) {
        return id >= first && id <= last;
    }
}
