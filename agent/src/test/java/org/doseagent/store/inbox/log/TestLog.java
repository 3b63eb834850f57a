package org.doseagent.store.inbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.doseagent.dose.identity.AeTitle;
import org.doseagent.dose.identity.SopClassUid;
import org.doseagent.dose.identity.SopInstanceUid;
import org.doseagent.dose.identity.TransferSyntaxUid;
import org.doseagent.store.inbox.log.segment.InboxObject;
import org.doseagent.store.inbox.log.segment.InboxObject.Origin;
import org.doseagent.store.inbox.log.segment.InboxObject.Peer;
import org.doseagent.store.inbox.log.segment.LogDamage;
import org.doseagent.store.inbox.log.segment.LogLimits;
import org.doseagent.store.inbox.log.segment.LogLimits.Capacity;
import org.doseagent.store.inbox.log.segment.LogStorage;
import org.doseagent.store.inbox.log.segment.StoredObject;

/** Objects, limits and files for the tests of the log. */
public final class TestLog {

    public static final Capacity UNLIMITED = new Capacity(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    private TestLog() {}

    /** Limits with such segments and objects up to a quarter of one. */
    public static LogLimits limits(int segmentBytes) {
        return limits(segmentBytes, UNLIMITED);
    }

    public static LogLimits limits(int segmentBytes, Capacity capacity) {
        return new LogLimits(segmentBytes, segmentBytes / 4, 65_536, 512, 8 << 20, 4_096, 64 << 20, capacity);
    }

    /** An object whose bytes follow from its number; none of them is zero. */
    public static InboxObject object(int number, int length) {
        byte[] dataSet = new byte[length];
        new Random(number).nextBytes(dataSet);
        for (int i = 0; i < length; i++) {
            dataSet[i] |= 1;
        }
        return new InboxObject(
                new SopInstanceUid("1.2.3." + number),
                new SopClassUid("1.2.840.10008.5.1.4.1.1.88.67"),
                new TransferSyntaxUid("1.2.840.10008.1.2.1"),
                new Origin(
                        Instant.ofEpochSecond(1_700_000_000L + number, 123_456_789),
                        Optional.of(new AeTitle("CT" + number)),
                        Optional.of(new Peer("10.0.0." + number % 250))),
                dataSet);
    }

    public static InboxLog open(Path folder, LogLimits limits, List<LogDamage> damage) {
        return InboxLog.open(folder, limits, Thread::new, damage::add);
    }

    static InboxLog open(LogStorage storage, LogLimits limits) throws IOException {
        return InboxLog.open(storage, limits, Thread::new, damage -> {});
    }

    public static long stored(PutOutcome outcome) {
        assertThat(outcome).isInstanceOf(PutOutcome.Stored.class);
        return ((PutOutcome.Stored) outcome).sequence();
    }

    public static List<StoredObject> all(InboxLog log) {
        List<StoredObject> all = new ArrayList<>();
        LogPage page = log.after(0, 100, 1 << 20);
        long position = -1;
        while (page.position() != position) {
            position = page.position();
            all.addAll(page.objects());
            page = log.after(position, 100, 1 << 20);
        }
        return all;
    }

    public static void assertSame(InboxObject read, InboxObject put) {
        assertThat(isSame(read, put)).as("%s", put.sopInstanceUid()).isTrue();
    }

    public static boolean isSame(InboxObject one, InboxObject other) {
        return Arrays.equals(one.dataSet(), other.dataSet())
                && one.sopInstanceUid().equals(other.sopInstanceUid())
                && one.sopClassUid().equals(other.sopClassUid())
                && one.transferSyntaxUid().equals(other.transferSyntaxUid())
                && one.origin().equals(other.origin());
    }

    public static List<Path> segmentFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(to)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        for (Path file : segmentFiles(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
