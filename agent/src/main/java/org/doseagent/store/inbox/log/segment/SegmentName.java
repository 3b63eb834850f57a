package org.doseagent.store.inbox.log.segment;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment file: the first sequence number that it may hold, and its salt. The salt is random and starts every checksum of
 * the segment, so that neither a frame of an older file in the same disk blocks nor a frame that a sender hid in a data set is taken for
 * a frame of this segment. Both are in the name, so that a damaged first block costs no record.
 */
public record SegmentName(long firstSequence, long salt) implements Comparable<SegmentName> {

    private static final Pattern FILE = Pattern.compile("(\\d{19})-(\\p{XDigit}{16})\\.log");

    /** Returns the name that a file has; empty if it is not a segment. */
    public static Optional<SegmentName> of(String file) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SegmentName(Long.parseLong(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2), 16)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public String file() {
        return String.format(Locale.ROOT, "%019d-%016x.log", firstSequence, salt);
    }

    @Override
    public int compareTo(SegmentName other) {
        int order = Long.compare(firstSequence, other.firstSequence);
        return order != 0 ? order : Long.compareUnsigned(salt, other.salt);
    }
}
