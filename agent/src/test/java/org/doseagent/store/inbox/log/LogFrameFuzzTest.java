package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.doseagent.store.inbox.log.segment.Frame;
import org.doseagent.store.inbox.log.segment.FrameHeader;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.SegmentFooter;
import org.doseagent.store.inbox.log.segment.SegmentHeader;
import org.doseagent.store.inbox.log.segment.SegmentName;
import org.doseagent.store.inbox.log.segment.StoredObject;

/** Any bytes behind a good record of a segment, and any content of a frame whose checksums are right. {@code scripts/fuzz} runs it for long. */
final class LogFrameFuzzTest {

    private static final SegmentName NAME = new SegmentName(1, 42);
    private static final int MAX_INPUT = 1 << 16;
    private static final InboxObject GOOD = TestLog.object(1, 100);

    @FuzzTest(maxDuration = "5m")
    void any_bytes(byte[] input) throws IOException {
        if (input.length > MAX_INPUT) {
            return;
        }
        scan(input);
        decode(input);
        decodeFooter(input);
    }

    /** The good record is found whatever follows, and each further one is intact. */
    private static void scan(byte[] input) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(SegmentHeader.LENGTH + 512 + input.length);
        file.put(new SegmentHeader(NAME, 0, 0).encode());
        put(file, 1, Frame.of(GOOD).orElseThrow(), input.length % 2 == 0);
        file.put(input);
        MemoryStorage storage = new MemoryStorage();
        storage.put(NAME.file(), java.util.Arrays.copyOf(file.array(), file.position()));
        AtomicInteger reported = new AtomicInteger();
        try (InboxLog log =
                InboxLog.openReadOnly(storage, TestLog.limits(1 << 20), damage -> reported.incrementAndGet())) {
            List<StoredObject> objects =
                    log.after(0, Integer.MAX_VALUE, Long.MAX_VALUE).objects();
            assertThat(TestLog.isSame(objects.get(0).object(), GOOD)).isTrue();
            assertThat(objects).extracting(StoredObject::sequence).isSorted().doesNotHaveDuplicates();
            assertThat(log.read(1)).isPresent();
        }
    }

    private static void put(ByteBuffer file, long sequence, Frame frame, boolean isWhole) {
        int sum = new FrameHeader(
                        sequence,
                        GOOD.origin().receivedAt(),
                        FrameHeader.chainStart(NAME),
                        SegmentHeader.LENGTH,
                        frame.payloadLength(),
                        frame.metadata().length,
                        frame.payloadChecksum(),
                        0)
                .encode(NAME.salt(), file);
        file.put(frame.metadata()).put(frame.dataSet());
        if (isWhole) {
            file.put(Frame.end(frame.payloadLength(), sum));
        }
    }

    /** A content with the right checksum is an object with all bytes of its data set, or none. */
    private static void decode(byte[] input) {
        int metadata = input.length < 2 ? 0 : Math.min(input.length - 2, (input[0] & 0x0F) << 8 | input[1] & 0xFF);
        byte[] payload = input.length < 2 ? input : java.util.Arrays.copyOfRange(input, 2, input.length);
        FrameHeader header =
                new FrameHeader(1, Instant.EPOCH, 0, 0, payload.length, Math.min(metadata, payload.length), 0, 0);
        Optional<InboxObject> object = Frame.decode(header, ByteBuffer.wrap(payload));
        object.ifPresent(decoded -> {
            assertThat(decoded.dataSet()).hasSize(payload.length - header.metadataLength());
            assertThat(decoded.sopInstanceUid().value()).isNotBlank();
        });
    }

    private static void decodeFooter(byte[] input) {
        ByteBuffer trailer = ByteBuffer.wrap(input);
        assertThat(SegmentFooter.decode(NAME, trailer, input.length)).isEmpty();
        assertThat(SegmentHeader.decode(NAME, trailer)).isEmpty();
    }
}
