package org.doseagent.store.inbox.log.segment;

/**
 * A place of the log that cannot be read as it was written.
 *
 * @param segment the name of the segment file
 * @param kind what is damaged
 * @param extent where in the file
 * @param suspects the records that may be lost
 */
public record LogDamage(String segment, Kind kind, Extent extent, Suspects suspects) {

    /** What is damaged. */
    public enum Kind {
        /** The first block of a segment; no record is lost. */
        SEGMENT_HEADER,
        /** The header of a record, or bytes between records. */
        RECORD_HEADER,
        /** The content of one record. */
        RECORD_CONTENT,
        /** Records are missing between two intact ones, or are out of order. */
        CHAIN,
        /** The index at the end of a segment; it is made anew and no record is lost. */
        INDEX,
        /** The disk reported an error at a read. */
        UNREADABLE
    }

    /** A range of bytes of a file. */
    public record Extent(long offset, long length) {}

    /**
     * A range of sequence numbers, both ends included. After the last record of a segment the end is an upper bound. Empty when the
     * last is below the first.
     */
    public record Suspects(long first, long last) {

        public static final Suspects NONE = new Suspects(0, -1);

        public boolean isEmpty() {
            return last < first;
        }
    }
}
