package org.doseagent.store.inbox.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.doseagent.store.inbox.log.segment.LogDamage;

/** A log on a real folder whose disk fails as long as a test wants it to. */
public final class FaultyLog {

    /** What fails. */
    public enum Failing {
        NOTHING,
        WRITE,
        SYNC
    }

    private final AtomicReference<Failing> failing = new AtomicReference<>(Failing.NOTHING);
    private final Supplier<Throwable> failure;

    /** Takes what an operation that fails throws: an {@link IOException} or an {@link Error}. */
    public FaultyLog(Supplier<Throwable> failure) {
        this.failure = failure;
    }

    public void fail(Failing next) {
        failing.set(next);
    }

    /** Opens the log of a folder for writing. */
    public InboxLog open(Path folder, Consumer<LogDamage> onDamage) {
        try {
            FaultyStorage storage = new FaultyStorage(DiskStorage.make(folder));
            storage.failWhen((operation, name, position) -> {
                boolean fails = failing.get() == Failing.WRITE && operation == FaultyStorage.Operation.WRITE
                        || failing.get() == Failing.SYNC && operation == FaultyStorage.Operation.FORCE;
                if (fails && name.endsWith(".log")) { // segments, not the spare one that is being prepared
                    Throwable thrown = failure.get();
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (IOException) thrown;
                }
            });
            return InboxLog.open(storage, TestLog.limits(1 << 20), FaultyLog::thread, onDamage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a log with segments of 4 MiB, for a small disk. */
    public static InboxLog small(Path folder, Consumer<LogDamage> onDamage) {
        return InboxLog.open(folder, TestLog.limits(4 << 20), FaultyLog::thread, onDamage);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "inbox-fault");
        thread.setDaemon(true);
        return thread;
    }
}
