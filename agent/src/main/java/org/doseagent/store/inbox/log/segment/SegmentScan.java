package org.doseagent.store.inbox.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doseagent.store.inbox.log.segment.LogDamage.Extent;
import org.doseagent.store.inbox.log.segment.LogDamage.Kind;
import org.doseagent.store.inbox.log.segment.LogDamage.Suspects;

/**
 * Reads all frames of a segment in order. Where a frame is not intact, reading goes on at the next intact one, and the bytes between are
 * a bad place. A bad place is damage, unless it can be the end of the last batch that was never synced: then the power failed during the
 * write, no put of that batch was answered, and the segment is cut there. It can be that only if
 *
 * <ul>
 *   <li>no later frame was written after a sync that covered it ({@link FrameHeader#durableEnd()}), and
 *   <li>a whole disk sector of the bad header, or of the frame with the bad content, is empty, or the file ends in it. A write that the
 *       power cuts leaves whole sectors out; a flipped bit does not.
 * </ul>
 */
public final class SegmentScan {

    /**
     * What a scan found.
     *
     * @param end the end of the good frames
     * @param cutBytes bytes behind the end that belong to a batch that was never synced
     */
    public record Result(SegmentIndex index, Instant newest, long end, long cutBytes, List<LogDamage> damage) {}

    /** A stretch between good frames. Frames behind it prove that sequence numbers up to {@code nextSequence} were given out. */
    private record BadPlace(long start, long end, Kind kind, Suspects suspects) {}

    private final SegmentName name;
    private final SegmentBytes bytes;
    private final boolean isBeingWritten;
    private final SegmentIndex index;
    private final List<BadPlace> badPlaces = new ArrayList<>();
    private Instant newest = Instant.EPOCH;
    private long provenEnd;
    private long end = SegmentHeader.LENGTH;
    private long contentEnd = -1;
    private int chain;
    private boolean isChainKnown = true;

    private SegmentScan(SegmentName name, SegmentBytes bytes, boolean isBeingWritten) {
        this.name = name;
        this.bytes = bytes;
        this.isBeingWritten = isBeingWritten;
        this.index = new SegmentIndex(name.firstSequence());
        this.chain = FrameHeader.chainStart(name);
    }

    /** Scans a segment of which everything up to the end of {@code bytes} was synced. */
    public static Result ofDurable(SegmentName name, SegmentBytes bytes) throws IOException {
        SegmentScan scan = new SegmentScan(name, bytes, false);
        scan.provenEnd = bytes.end();
        return scan.run();
    }

    /** Scans a segment whose last batch may not have been synced. */
    public static Result ofUnfinished(SegmentName name, SegmentBytes bytes) throws IOException {
        return new SegmentScan(name, bytes, false).run();
    }

    /** Scans a segment that another process writes at this moment: what is not proven to be synced is not damage. */
    public static Result ofGrowing(SegmentName name, SegmentBytes bytes) throws IOException {
        return new SegmentScan(name, bytes, true).run();
    }

    private Result run() throws IOException {
        long at = SegmentHeader.LENGTH;
        while (at < bytes.end() && !isIndexAt(at)) {
            Optional<FrameHeader> header = headerAt(at);
            if (header.isPresent() && isIntact(at, header.get())) {
                accept(at, header.get());
                at += header.get().frameLength();
            } else {
                at = header.isPresent() ? skip(at, header.get()) : skip(at);
            }
        }
        if (at < bytes.end()) {
            // The index is written after a sync of all frames.
            provenEnd = Math.max(provenEnd, at);
        }
        return judge();
    }

    private boolean isIndexAt(long at) throws IOException {
        return at + Long.BYTES <= bytes.end() && bytes.range(at, Long.BYTES).getLong(0) == SegmentFooter.INDEX_MAGIC;
    }

    /** Returns the header of a frame that starts here, fits into the file and follows the records before; else empty. */
    private Optional<FrameHeader> headerAt(long at) throws IOException {
        if (at + FrameHeader.LENGTH > bytes.end()) {
            return Optional.empty();
        }
        ByteBuffer buffer = bytes.range(at, FrameHeader.LENGTH);
        return FrameHeader.decode(name.salt(), buffer, 0)
                .filter(header -> header.sequence() > lastSequence()
                        && SegmentIndex.isInRange(name.firstSequence(), header.sequence())
                        && header.durableEnd() <= at);
    }

    private boolean isIntact(long at, FrameHeader header) throws IOException {
        long payload = at + FrameHeader.LENGTH;
        return payload + header.payloadLength() <= bytes.end()
                && (Frame.isIntact(header, bytes.range(payload, header.payloadLength())) || isErased(at, header));
    }

    private boolean isErased(long at, FrameHeader header) throws IOException {
        long trailer = header.trailerOf(at);
        return trailer + Frame.TRAILER_LENGTH <= bytes.end()
                && Frame.isErased(name.salt(), header, bytes.range(trailer, Frame.TRAILER_LENGTH));
    }

    private long lastSequence() {
        return Math.max(index.lastSequence(), name.firstSequence() - 1);
    }

    private void accept(long at, FrameHeader header) {
        closeSuspects(header.sequence());
        if (isChainKnown && header.previous() != chain) {
            badPlaces.add(new BadPlace(at, at, Kind.CHAIN, new Suspects(lastSequence() + 1, header.sequence() - 1)));
        }
        index.add(header.sequence(), at);
        follow(header);
        if (header.receivedAt().isAfter(newest)) {
            newest = header.receivedAt();
        }
        end = Math.min(bytes.end(), at + header.frameLength());
    }

    private void follow(FrameHeader header) {
        chain = header.checksum();
        isChainKnown = true;
        provenEnd = Math.max(provenEnd, header.durableEnd());
    }

    /** Notes a damaged record, whose length its intact header has, and returns where reading goes on. */
    private long skip(long at, FrameHeader header) {
        long next = Math.min(bytes.end(), at + header.frameLength());
        note(at, next, Kind.RECORD_CONTENT, new Suspects(header.sequence(), header.sequence()));
        follow(header);
        return next;
    }

    /** Notes a bad place without an intact header and returns where reading goes on. */
    private long skip(long at) throws IOException {
        long next = nextStart(at + FrameHeader.ALIGNMENT, endOfContent(at));
        boolean isPartOfHeader = bytes.end() - at < FrameHeader.LENGTH;
        long placeEnd = isPartOfHeader ? bytes.end() : Math.max(at, Math.min(next, endOfContent(at)));
        if (placeEnd > at || bytes.isUnreadable(at, next)) {
            long atMost = Math.max(1, (placeEnd - at) / Frame.length(0));
            note(at, placeEnd, Kind.RECORD_HEADER, new Suspects(lastSequence() + 1, lastSequence() + atMost));
            isChainKnown = false;
        }
        return next;
    }

    private void note(long start, long placeEnd, Kind kind, Suspects suspects) {
        Kind noted = bytes.isUnreadable(start, Math.max(placeEnd, start + 1)) ? Kind.UNREADABLE : kind;
        badPlaces.add(new BadPlace(start, placeEnd, noted, suspects));
    }

    /** The next good record tells which sequence numbers can be in the bad place before it. */
    private void closeSuspects(long nextSequence) {
        int last = badPlaces.size() - 1;
        if (last >= 0 && badPlaces.get(last).suspects().last() >= nextSequence) {
            BadPlace place = badPlaces.get(last);
            Suspects suspects = new Suspects(place.suspects().first(), nextSequence - 1);
            badPlaces.set(last, new BadPlace(place.start(), place.end(), place.kind(), suspects));
        }
    }

    /** The last byte of the segment that is not zero is looked for once. */
    private long endOfContent(long from) throws IOException {
        if (contentEnd < 0) {
            contentEnd = bytes.endOfContent(from, bytes.end());
        }
        return contentEnd;
    }

    private long nextStart(long from, long to) throws IOException {
        long at = from;
        while (at < to && at + Long.BYTES <= bytes.end()) {
            long start = bytes.range(at, Long.BYTES).getLong(0);
            if (start == SegmentFooter.INDEX_MAGIC
                    || ((int) (start >>> 32) == FrameHeader.MAGIC
                            && headerAt(at).isPresent())) {
                return at;
            }
            at += FrameHeader.ALIGNMENT;
        }
        return bytes.end();
    }

    private Result judge() throws IOException {
        List<LogDamage> damage = new ArrayList<>();
        for (BadPlace place : badPlaces) {
            if (place.start() >= provenEnd && (isBeingWritten || isTorn(place))) {
                index.cutAt(place.start());
                long cut = bytes.endOfContent(place.start(), bytes.end()) - place.start();
                return new Result(index, newest, place.start(), cut, damage);
            }
            Extent extent = new Extent(place.start(), place.end() - place.start());
            damage.add(new LogDamage(name.file(), place.kind(), extent, place.suspects()));
            end = Math.max(end, place.end());
        }
        return new Result(index, newest, aligned(end), 0, damage);
    }

    /** The sectors of a cut write are missing where the frame is bad: a bad header lacks one of its own, a bad content one of the frame. */
    private boolean isTorn(BadPlace place) throws IOException {
        if (place.kind() == Kind.UNREADABLE || place.kind() == Kind.CHAIN) {
            return false;
        }
        if (place.end() == bytes.end()) {
            return true;
        }
        long suspectEnd = place.kind() == Kind.RECORD_HEADER ? place.start() + FrameHeader.LENGTH : place.end();
        return bytes.hasEmptySector(place.start(), suspectEnd);
    }

    private static long aligned(long offset) {
        return (offset + FrameHeader.ALIGNMENT - 1) / FrameHeader.ALIGNMENT * FrameHeader.ALIGNMENT;
    }
}
