package org.doseagent.intake;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.doseagent.dicom.DataSetReader;
import org.doseagent.dicom.DicomException;
import org.doseagent.dicom.TransferSyntax;
import org.doseagent.net.ReceivedObject;

/**
 * Looks at large objects before they are stored, because an unreadable one costs the disk and the worker as much as a hundred reports. An
 * address may store some of them a minute, which are quarantined; further ones are refused until later. Readable objects are never
 * refused. Thread-safe; reads one object at a time, so that hostile objects never share the memory.
 */
final class Screening {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Addresses that are counted apart; beyond it, the one whose object came longest ago is forgotten. */
    private static final int MAX_ADDRESSES = 1000;

    /** The unreadable objects of one address within its present minute. */
    private record Count(long since, int objects) {}

    private final ScreeningSettings settings;
    private final DataSetReader reader;
    private final ReentrantLock reading = new ReentrantLock(true);
    private final Map<String, Count> unreadable = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    Screening(ScreeningSettings settings, DataSetReader reader) {
        this.settings = settings;
        this.reader = reader;
    }

    /** Returns whether an object may be stored now. An object that is not admitted may come again later. */
    boolean admits(ReceivedObject object, long nowNanos) {
        Optional<TransferSyntax> syntax = TransferSyntax.of(object.transferSyntaxUid());
        return syntax.isEmpty()
                || !settings.includes(object.dataSetBytes().length, syntax.get().isDeflated())
                || isReadable(object.dataSetBytes(), syntax.get())
                || mayStoreUnreadable(object.peerHost(), nowNanos);
    }

    private boolean isReadable(byte[] bytes, TransferSyntax syntax) {
        reading.lock();
        try {
            reader.check(bytes, syntax);
            return true;
        } catch (DicomException e) {
            return false;
        } finally {
            reading.unlock();
        }
    }

    private boolean mayStoreUnreadable(String peerHost, long now) {
        synchronized (unreadable) {
            Count before = unreadable.getOrDefault(peerHost, new Count(now, 0));
            Count count = now - before.since < MINUTE_NANOS
                    ? new Count(before.since, Math.min(before.objects, settings.maxUnreadablePerMinute()) + 1)
                    : new Count(now, 1);
            unreadable.put(peerHost, count);
            return count.objects <= settings.maxUnreadablePerMinute();
        }
    }
}
