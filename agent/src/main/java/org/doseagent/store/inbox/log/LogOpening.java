package org.doseagent.store.inbox.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doseagent.store.inbox.log.segment.DamageReports;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogDamage.Extent;
import org.doseagent.store.inbox.log.segment.LogDamage.Kind;
import org.doseagent.store.inbox.log.segment.LogDamage.Suspects;
import org.doseagent.store.inbox.log.segment.LogStorage;
import org.doseagent.store.inbox.log.segment.Segment;
import org.doseagent.store.inbox.log.segment.SegmentBytes;
import org.doseagent.store.inbox.log.segment.SegmentFooter;
import org.doseagent.store.inbox.log.segment.SegmentFooter.Content;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.SegmentName;
import org.doseagent.store.inbox.log.segment.SegmentScan;
import org.doseagent.store.inbox.log.segment.SegmentWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what the segment files hold. Of a finished segment only the header and the trailer are read, 4,160 bytes; a segment without an
 * intact trailer is scanned, and finished where this process is the writer. Confined to one thread.
 */
final class LogOpening {

    private static final Logger LOG = LoggerFactory.getLogger(LogOpening.class);

    /** Who opens the log. */
    enum Role {
        WRITER,
        READER
    }

    private final LogStorage storage;
    private final DamageReports reports;
    private final Role role;

    /** By the first sequence number of a segment: the end of its good frames, as the header of the next segment has it. */
    private final Map<Long, Long> knownEnds = new HashMap<>();

    private long nextSequence = 1;

    LogOpening(LogStorage storage, DamageReports reports, Role role) {
        this.storage = storage;
        this.reports = reports;
        this.role = role;
    }

    /** Returns the first sequence number that was certainly never given out. */
    long nextSequence() {
        return nextSequence;
    }

    Segments open() throws IOException {
        List<SegmentName> names = storage.names().stream()
                .map(SegmentName::of)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
        for (SegmentName name : names) {
            readHeader(name);
        }
        Segments segments = new Segments();
        for (int i = 0; i < names.size(); i++) {
            boolean isLast = i == names.size() - 1;
            Segment segment = open(names.get(i), isLast);
            nextSequence = Math.max(nextSequence, Math.max(names.get(i).firstSequence(), segment.lastSequence() + 1));
            segments.add(segment);
            if (role == Role.WRITER && !isLast && segment.isWorthless()) {
                segments.remove(segment);
            }
        }
        return segments;
    }

    private void readHeader(SegmentName name) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(SegmentHeader.LENGTH);
        try (LogStorage.Handle handle = storage.openForReading(name.file())) {
            SegmentBytes.readFully(handle, block, 0);
        } catch (IOException e) {
            LOG.warn("event=inbox-header-unreadable segment={} cause={}", name.file(), e.toString());
        }
        Optional<SegmentHeader> header = SegmentHeader.decode(name, block.rewind());
        if (header.isPresent()) {
            knownEnds.put(header.get().previousFirst(), header.get().previousEnd());
        } else {
            Extent extent = new Extent(0, SegmentHeader.LENGTH);
            reports.report(new LogDamage(name.file(), Kind.SEGMENT_HEADER, extent, Suspects.NONE));
        }
    }

    private Segment open(SegmentName name, boolean isLast) throws IOException {
        try (LogStorage.Handle handle = storage.openForReading(name.file())) {
            long size = handle.size();
            Optional<SegmentFooter> footer = footer(name, handle, size);
            if (footer.isPresent() && footer.get().damagedPlaces() == 0) {
                return Segment.ofFooter(name, footer.get(), storage, reports);
            }
            Optional<Long> durableEnd =
                    footer.map(SegmentFooter::end).or(() -> Optional.ofNullable(knownEnds.get(name.firstSequence())));
            SegmentScan.Result scan = durableEnd.isPresent()
                    ? SegmentScan.ofDurable(name, new SegmentBytes(handle, Math.min(size, durableEnd.get())))
                    : scan(name, handle, isLast);
            scan.damage().forEach(this::report);
            Segment segment = Segment.ofScan(name, scan, storage, reports);
            if (scan.cutBytes() > 0 && role == Role.WRITER) {
                LOG.info(
                        "event=inbox-tail-cut segment={} offset={} bytes={}", name.file(), scan.end(), scan.cutBytes());
            }
            long records = scan.index().count();
            if (footer.isEmpty() && scan.cutBytes() == 0 && size == scan.end() + SegmentFooter.length(records)) {
                // The file is cut to this size after its footer was synced: this one is damaged.
                Extent extent = new Extent(scan.end(), size - scan.end());
                report(new LogDamage(name.file(), Kind.INDEX, extent, Suspects.NONE));
            }
            if (footer.isPresent()) {
                segment.finish(footer.get());
            } else if (role == Role.WRITER) {
                finish(segment, scan);
            }
            return segment;
        }
    }

    private void report(LogDamage damage) {
        reports.report(damage);
        nextSequence = Math.max(nextSequence, damage.suspects().last() + 1);
    }

    private static Optional<SegmentFooter> footer(SegmentName name, LogStorage.Handle handle, long size)
            throws IOException {
        long start = size - SegmentFooter.TRAILER_LENGTH;
        if (start < SegmentHeader.LENGTH) {
            return Optional.empty();
        }
        ByteBuffer trailer = ByteBuffer.allocate(SegmentFooter.TRAILER_LENGTH);
        SegmentBytes.readFully(handle, trailer, start);
        return SegmentFooter.decode(name, trailer.rewind(), size);
    }

    private SegmentScan.Result scan(SegmentName name, LogStorage.Handle handle, boolean isLast) throws IOException {
        SegmentBytes bytes = new SegmentBytes(handle, handle.size());
        return role == Role.READER && isLast
                ? SegmentScan.ofGrowing(name, bytes)
                : SegmentScan.ofUnfinished(name, bytes);
    }

    private void finish(Segment segment, SegmentScan.Result scan) {
        SegmentName name = segment.name();
        Content content = new Content(
                scan.index(), scan.newest(), scan.end(), scan.damage().size());
        try (LogStorage.Handle handle = storage.openForWriting(name.file())) {
            segment.finish(SegmentWriter.finish(name, content, handle));
        } catch (IOException e) {
            LOG.warn("event=inbox-segment-not-finished segment={} cause={}", name.file(), e.toString());
        }
    }
}
