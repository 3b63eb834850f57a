/**
 * The segment files of the log of the inbox: how objects stand in them as frames, how a segment is written, closed and scanned, and what of it
 * is damaged. Knows neither threads nor queues. Start reading at {@link org.doseagent.store.inbox.log.segment.Segment}; the form of the bytes
 * is in {@link org.doseagent.store.inbox.log.segment.SegmentHeader}, {@link org.doseagent.store.inbox.log.segment.FrameHeader} and
 * {@link org.doseagent.store.inbox.log.segment.SegmentFooter}.
 */
@NullMarked
package org.doseagent.store.inbox.log.segment;

import org.jspecify.annotations.NullMarked;
